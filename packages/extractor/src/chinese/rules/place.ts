import { type Rule, rules } from "../rule.ts";
import { type Cut, whole } from "../value.ts";
import { NAMED_PLACE, PLACE_WITH_PART } from "./places.ts";

/** One lives in many things that are no place on a map. */
const NO_PLACE =
  /的|上|宿舍|学校|酒店|宾馆|旅馆|民宿|医院|公司|单位|家$|家里|^家|娘家|婆家|楼|层$|房|屋|公寓|别墅|地下室|隔壁|对面|旁边|里面?$|外面|一起|乡下|农村|城市?$|^城|村里|老小区|小区$|新|^老|好|大|小|两|^三(?![亚明重水])|几|套|间|过|恐惧|幸福|梦|过去|未来|游戏|故事|同一|附近$|自己|父母|爸|妈|朋友|亲戚|着|到|去|下$|上$|院$|户|天|年|月|不|得|帐篷|车|[页步章题节关行段]$/;

const place: Cut = (wording, stretch) =>
  whole(wording, stretch).filter(({ start, end }) => {
    const text = wording.slice(start, end);
    if (new RegExp(`^${NAMED_PLACE}`).test(text))
      return (
        !/酒店|医院|宿舍|机场|读书|工作|上班|出差|旅[行游]|玩|开会|留学|待|过年|的|之前|以前|之后|住|搬|时/.test(
          text,
        ) && end - start <= 14
      );
    return /^[A-Z][A-Za-z .-]+$/.test(text) || (/^\p{Script=Han}{2,6}$/u.test(text) && !NO_PLACE.test(text));
  });

const LIVE =
  "(?:(?:stay|live)(?: ?in ?| ?在)?|家?(?:住在?|居住在|定居(?:在|于)?|生活在|安家在)|家(?:就)?[安]?在|人?常驻|旅居(?:在)?)";
const MOVED = "(?:搬家?[到来去回至]|移居到?|移民到?|迁到|定居到)";
const WENT_ON = "(?:来?第?[\\d一二两三四五六七八九十半几]+[个]?[天周月年]|来了?|住|工作|上班|生活|之?后)?";

export const PLACE: readonly Rule[] = [
  ...rules(
    "location",
    [
      `${LIVE}(?!一起|不|得|着|了|过|的)VALUE(?:这边|那边|附近)?(?:，?[\\d一二两三四五六七八九十几]+多?年)?(?:了|啦|的|啊|呀|呢|嘛|喔|哦|欸|哈)*STOP`,
      `${LIVE}(?<value>${NAMED_PLACE})(?=[^，。]{0,6}(?:冬天|夏天|早高峰|上班|工作|做|租|一个人|好几年|好多年|\\d+年))`,
      `(?:在|于)(?<value>${PLACE_WITH_PART})(?:生活|居住|定居|长住|租房|打拼|买了?房|安了?家)(?:着|了|[^，。]{0,6}年)?END`,
      `(?:在|base ?在?)(?<value>${NAMED_PLACE})(?=(?:工作|上班|打工|做|当|开店|教书)(?![^，。]{0,4}(?:时|期间|过|那[年会])))`,
      `(?:来|到)(?:了)?(?<value>${NAMED_PLACE})(?:这边)?(?:打工|工作|生活|做生意|上班|读书|定居)?(?:已经|都|有|快|也)*[\\d一二两三四五六七八九十几]+(?:来|多)?年(?:多)?(?:了)?END`,
      `在(?<value>${NAMED_PLACE})(?:这边|这里|这儿|本地)END`,
      `这(?:边|儿|里)(?:是|在)(?<value>${PLACE_WITH_PART})END`,
      `(?:租住?在|落户(?:在|到)?|扎根(?:在)?)VALUEEND`,
      `base ?(?:在)? ?(?<value>${PLACE_WITH_PART}|[A-Z][a-z]+)END`,
    ],
    { take: place, of: "we" },
  ),
  ...rules("location", [`(?<value>${NAMED_PLACE})(?:房租|这边房租|租的房)`], { take: place }),
  ...rules(
    "location",
    [
      `${MOVED}了?(?:老家)?VALUE${WENT_ON}END`,
      `从[^，。]{1,10}搬[到来去回]了?VALUE${WENT_ON}END`,
      `(?:跟|和|同|与|带着)[^，。！？年月周天明后打想要准\\d]{1,5}?(?:一起)?${MOVED}了?VALUE${WENT_ON}END`,
    ],
    { take: place, of: "we", event: true },
  ),
  ...rules(
    "location",
    [
      `(?:(?:跟|和|同|与|带着)[^，。！？年月周天明后打想要准\\d]{1,5}?(?:一起)?)?搬[到来去回]了?(?<value>${NAMED_PLACE})(?:第[\\d一二两三四五六七八九十]+[天周]|[\\d一二两三四五六七八九十半]+[个]?[天周月年]了|了)`,
    ],
    {
      take: place,
      of: "anyone",
      event: true,
    },
  ),
  ...rules("location", ["(?:而|应该)?是住在?VALUEEND"], {
    take: place,
    of: "anyone",
    behind: /(?:不是住|说我住|说错了)[^。]{0,8}，$/,
  }),
  ...rules(
    "location",
    [
      `(?:家住|人在)(?<value>${PLACE_WITH_PART}|[^，。！？\\n我你他她]{1,5}?[区县镇])END`,
      `坐标：?VALUEEND`,
      `我?人?坐标(?:是|在)?：? ?VALUEEND`,
      `(?:往后|今后|以后)?(?:便|就)?(?:现在)?定居(?:在)?(?<value>${PLACE_WITH_PART})END`,
      `(?:现在|目前|如今)(?:就|都)?(?:住在?|定居在?|人在)(?<value>${PLACE_WITH_PART})END`,
    ],
    {
      take: place,
      of: "anyone",
    },
  ),
  ...rules(
    "location",
    [
      `(?:已经?)?不(?:再)?(?:住在?|在)(?<value>${PLACE_WITH_PART})(?:住|生活)?了`,
      `(?:搬离|搬出|离开)了?(?<value>${PLACE_WITH_PART})(?:[^，。]{0,6})?END`,
      `从(?<value>${PLACE_WITH_PART})搬[走出](?:来)?了?END`,
    ],
    { effect: "drop", of: "we", event: true },
  ),
];
