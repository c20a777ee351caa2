import { describe, expect, test } from "vitest";
import { makeTimesAbsolute } from "./relative-time.ts";

/** A Saturday. */
const SAID = new Date("2026-03-14T22:30:00Z");

describe("a relative time becomes absolute", () => {
  test.for([
    ["moves to Lisbon next month", "moves to Lisbon in April 2026"],
    ["runs a marathon next year", "runs a marathon in 2027"],
    ["has lived there since last year", "has lived there since 2025"],
    ["Exam tomorrow", "Exam on 2026-03-15"],
    ["leaves the day after tomorrow", "leaves on 2026-03-16"],
    ["thesis due by next Friday", "thesis due by 2026-03-20"],
    ["met her last Saturday", "met her on 2026-03-07"],
    ["this Saturday", "2026-03-14"],
    ["next Saturday", "2026-03-21"],
    ["travels in two weeks", "travels in the week of 2026-03-23"],
    ["child due in 3 months", "child due in June 2026"],
    ["quit smoking three years ago", "quit smoking in 2023"],
    ["moved here a month ago", "moved here in February 2026"],
    ["was in Rome last summer", "was in Rome in summer 2025"],
    ["opens a shop next winter", "opens a shop in winter 2026/27"],
    ["married last May", "married in May 2025"],
    ["hikes this weekend", "hikes on the weekend of 2026-03-14"],
    ["下个月搬到里斯本", "2026年4月搬到里斯本"],
    ["明年考研", "2027年考研"],
    ["后天出差", "2026年3月16日出差"],
    ["下周五交论文", "2026年3月20日交论文"],
    ["这个周末去爬山", "2026年3月14日那个周末去爬山"],
    ["两年前戒烟", "2024年戒烟"],
    ["下個月搬到臺北", "2026年4月搬到臺北"],
    ["後天出差", "2026年3月16日出差"],
    ["下週五交論文", "2026年3月20日交論文"],
    ["下禮拜三考試", "2026年3月18日考試"],
    ["這個週末去爬山", "2026年3月14日那個週末去爬山"],
    ["下週搬家，兩年前戒菸", "2026年3月16日那一週搬家，2024年戒菸"],
    ["上個月離職", "2026年2月離職"],
    ["下下周五交论文", "2026年3月27日交论文"],
    ["上上個月搬來", "2026年1月搬來"],
    ["明晚值班", "2026年3月15日值班"],
    ["三个月后生孩子", "2026年6月生孩子"],
  ])("%s → %s, and stays so", ([text = "", absolute = ""]) => {
    expect(makeTimesAbsolute(text, SAID)).toBe(absolute);
    expect(makeTimesAbsolute(absolute, new Date("2031-07-01T00:00:00Z"))).toBe(absolute);
  });
});

describe("what is no relative time stays", () => {
  test.for([
    "plays tennis on Monday",
    "hiking in May",
    "saves money for the next year",
    "takes the last week of every month off",
    "meets friends every last Friday",
    "5 minutes a day",
    "has smoked for 2 years",
    "Nextcloud and last names",
    "生日在五月",
    "喜欢上月球看书的故事",
    "每天跑步",
    "喜歡月餅和週末",
  ])("%s", (text) => {
    expect(makeTimesAbsolute(text, SAID)).toBe(text);
  });
});
