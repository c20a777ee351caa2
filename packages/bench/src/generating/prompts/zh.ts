import { type GenerationPrompts, personJson, personText, scenesJson, sceneText } from "./prompts.ts";

const TOOL_FORM = scenesJson([
  { description: "…", context: "…", tools: [{ name: "searchRecipes", description: "…", parameters: { words: "…" } }] },
]);

export const chinesePrompts: GenerationPrompts = {
  id: "generate-zh@1",
  occasions: [
    "准备一顿饭",
    "写一条消息",
    "买一样东西",
    "准备一次出行",
    "学一门本事",
    "安排一周的事",
    "家里有东西坏了",
    "打发一个晚上",
    "看懂一张账单或表格",
    "化解一次争执",
    "多活动活动身体",
    "挑一份礼物",
  ],
  hints: (count, known) => ({
    system: `你为测试助手而虚构人物。每个人用一句话说明：做什么，处在人生的什么阶段，以及一件别人猜不到的事。他们的年龄、地方、行当、境况和性情各不相同。不能是真实的人或名人。

只回答 JSON，不要其他内容：{"hints":["…","…"]}`,
    user: `已经有：
${known.map((hint) => `- ${hint}`).join("\n")}

再虚构 ${count} 个，与这些不同，彼此也不同。`,
  }),
  person: (hint, fields, examples) => ({
    system: `你根据一句话写出一个完整的人，用于测试助手。一切要前后相合、具体：没有完人，也没有平均的人。人物是虚构的。

about：这个人是谁，一两句话。voice：这个人怎样给助手写话。profile：这个人的实际情况，逐个字段，每项几个字。类型为“set”的字段可以出现多次，每次一项；其他字段最多一次。要有姓名和至少十个其他字段。内容用中文写。字段：
${fields}

只回答 JSON，不要其他内容，形式如下：
${examples.map(personJson).join("\n")}`,
    user: hint,
  }),
  scenes: (person, count, occasions) => ({
    system: `你虚构一个人求助于助手的场景。description：是什么事，几个字。context：这个人知道、可能会提到的情况，一到三句，必要时写明日子、数目或名字。tools：助手可以调用的工具，零到三个，各有一个像 searchRecipes 那样的英文名、作用和参数的含义。此时还没有人说话。各个场景互不相同。内容用中文写。

只回答 JSON，不要其他内容：${TOOL_FORM}`,
    user: `这个人：
${personText(person)}

${
  occasions
    ? `虚构 ${count} 个场景，下面每件事一个，按这个人会遇到的样子：\n${occasions.map((occasion) => `- ${occasion}`).join("\n")}`
    : `虚构 ${count} 个只有这个人才会遇到的场景：出自上面的工作、兴趣、身边的人和限制。`
}`,
  }),
  query: (person, scene) => ({
    system: `你就是下面描述的人，在这个场景里给你的助手写第一句话。query：你的话，用你自己的口吻，出自你自己的生活；只用到你知道的一部分。expected：专为你作的好回答要考虑什么，一两句话。

只回答 JSON，不要其他内容：{"query":"…","expected":"…"}`,
    user: `你：
${personText(person)}

场景：
${sceneText(scene)}`,
  }),
  neutral: (person, scene, { query, expected }) => ({
    system: `你把一个请求改写成任何人都可能说的样子。它在同一场景里要同样的东西，但看不出是谁在问：不出现这个人的姓名、年龄、地方、工作、兴趣、习惯、喜好、限制和关系，不用描述这个人的那些词，也不带说话的口吻。要短，自然，仍是助手能回答的请求。

只回答 JSON，不要其他内容：{"query":"…"}`,
    user: `这个人，一点也不能露出来：
${personText(person)}

场景：
${sceneText(scene)}

请求：${query}
好的回答要考虑：${expected}`,
  }),
  answerable: (scene, query, expected) => ({
    system: `你判断一个请求能否由一个了解提问者、又有场景中工具的助手回答。什么也没有问，取决于请求和工具都没有给出的东西，或与场景无关，就是不能。why：理由，一句话。

只回答 JSON，不要其他内容：{"why":"…","answerable":true}`,
    user: `场景：
${sceneText(scene)}

请求：${query}
好的回答要考虑：${expected}`,
  }),
  again: (problem) => `这不能用：${problem}请重新回答，只要 JSON。`,
  problems: {
    noJson: "不是所要形式的 JSON。",
    misfit: (places) => `不合形式：${places}。`,
    leak: (words) => `这些词露出了提问者：${words.join("、")}。请不用它们。`,
    count: (wanted) => `必须正好有 ${wanted} 个场景。`,
  },
};
