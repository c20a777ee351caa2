import { describe, expect, test } from "vitest";
import { offTheRecord } from "./off-the-record.ts";

describe("takes its own message", () => {
  test.each([
    "I was diagnosed with diabetes last week. Please don't remember this.",
    "don't save this: my salary is 90k",
    "Do not store this message, but my landlord wants to throw me out",
    "I earn 90k, please don’t save it",
    "Never remember that I told my boss I was ill",
    "Please don't remember that I'm looking for another job",
    "You don't need to remember this, but I'm allergic to my neighbour.",
    "I'd rather you didn't store this. My sister is getting divorced.",
    "Can you not save this? My name is Tom.",
    "Could you please not remember this message? I'm quitting.",
    "Off the record, I hate my job",
    "Strictly off the record: we are selling the company.",
    "This is off the record. I voted for the other side.",
    "I'm quitting next month, off the record.",
    "Let's keep this between us, I am going to propose to her.",
    "Keep this to yourself. I lost my wallet.",
    "My PIN starts with 4. Don't write this down!",
    "Please don't memorise this - I smoke again",
    "I don't want this to be stored, but I have been in prison",
    "My doctor's file says cancer, please don't save this to your memory.",
    "The code of my door is 4711, don't save this",
    "DO NOT REMEMBER THIS. I am pregnant.",
    "I failed the exam. This should not be remembered.",
    "please dont store any of this, I'm in debt",
    "I got fired, this doesn't need to be saved.",
    "Please keep this out of your memory: I gamble.",
    "Please keep this confidential, I am getting divorced.",
    "我得了糖尿病，请不要记住这件事",
    "别记住这个：我要辞职了",
    "这件事不要记下来，我和男朋友分手了",
    "我欠了很多钱，请你保密。",
    "我怀孕了，这个别记录",
    "Ich bin schwanger. Merk dir das bitte nicht.",
    "Speicher das bitte nicht, ich bin krank.",
    "Je suis enceinte, ne retiens pas ça.",
    "Estoy embarazada, no guardes esto.",
  ])("%s", (text) => {
    expect(offTheRecord(text)).toBe("message");
  });
});

describe("takes the message before as well", () => {
  test.each([
    "Don't save that.",
    "do not remember that please",
    "Please don't keep a record of that.",
    "Forget I said that.",
    "forget that I ever mentioned it",
    "Forget what I just said",
    "Please forget what I told you.",
    "Could you forget my last message?",
    "Please forget that.",
    "forget everything I said",
    "Don't remember what I just told you.",
    "Please don't store my last message",
    "Delete that from your memory.",
    "please remove what I just said from my profile",
    "Pretend I never said that.",
    "Hey, don't remember that, ok?",
    "Please don't remember this.",
    "don't save this please",
    "Keep this between us.",
    "请忘记我刚才说的话",
    "忘掉刚才那条消息吧",
    "刚才说的不要记",
    "别记住那件事",
    "把刚才的话忘了吧",
    "忘了刚才说的吧",
    "请忘掉我说的话",
    "当我没说过",
    "不要记住这个。",
    "Vergiss, was ich gerade gesagt habe.",
    "Oublie ce que je viens de dire.",
    "Olvida lo que acabo de decir.",
  ])("%s", (text) => {
    expect(offTheRecord(text)).toBe("previous");
  });
});

describe("takes the whole conversation", () => {
  test.each([
    "Don't remember this conversation.",
    "please do not store this chat",
    "Don't keep a record of this conversation",
    "Don't memorise this conversation, please",
    "Forget this conversation",
    "Forget we ever had this conversation.",
    "forget this chat ever happened",
    "Keep this conversation private, please.",
    "This conversation is off the record.",
    "This chat should not be saved.",
    "Please don't learn anything from this conversation.",
    "Let's talk off the record.",
    "Don't remember anything I tell you today.",
    "Please delete this conversation from your memory",
    "I don't want this chat to be recorded.",
    "不要记住这次对话",
    "请不要保存这段聊天记录",
    "这次对话不要记录。",
    "忘了这次对话吧",
    "Bitte speichere dieses Gespräch nicht.",
    "Ne garde pas cette conversation.",
    "No guardes esta conversación.",
  ])("%s", (text) => {
    expect(offTheRecord(text)).toBe("conversation");
  });
});

describe("lets stand", () => {
  test.each([
    "I don't remember this song",
    "I don't remember that.",
    "I saw the film but don't remember it",
    "I was tired and don't remember that evening, and don't remember this",
    "We were kids, so we don't remember that.",
    "Don't forget this!",
    "don't forget what I told you",
    "Remember that I don't save files",
    "I never save that kind of file.",
    "Why don't you remember this?",
    "why don't you remember what I just said?",
    "How do I make my browser not save this?",
    "Did you forget what I said?",
    "You always forget what I said.",
    "You forget what I said",
    "You don't save this, right?",
    "I forget what I said yesterday",
    "Forget it, let's do something else.",
    "Edit the file but don't save it.",
    "Don't save this document to the desktop.",
    "Open the document, but don't save it.",
    "Don't save this, it is only a draft.",
    "What happens when I say please don't save this?",
    "How do I politely write please don't record this?",
    "They don't keep this in stock.",
    "She told reporters off the record that he would resign.",
    "What does off the record mean?",
    'What does "please do not remember this" mean in Latin?',
    "He said: “Don't remember this conversation, it never took place.”",
    "> Please don't remember this.\nIs that polite?",
    "Write a letter asking her to keep this between us.",
    "How do I tell my friend to keep this between us?",
    "Is this conversation private?",
    "Do you save this conversation?",
    "Between you and me, tea is better than coffee",
    "I told him not to record this conversation with his boss.",
    "Don't record this conversation with your boss, a lawyer told me.",
    "Keep this simple.",
    "Don't keep this short, I like long answers",
    "Please remember this.",
    "Save this conversation!",
    "Never mind.",
    "What if I say don't remember this?",
    "Forget what I said about Berlin, I live in Munich now.",
    "Don't worry about that.",
    "My father has dementia, he does not remember that.",
    "Notes: do not record sound in this room.",
    "Forget the past.",
    "I can't remember this.",
    "This should be remembered.",
    "It must be saved.",
    "Sorry, don't remember that.",
    "No, don't remember what I said",
    "Keep this private key safe.",
    "How can I keep this private?",
    "Hey, just to be clear, I didn't mean “forget this conversation” as an instruction",
    "Don't store this session in the database.",
    "How come the session is not saved?",
    "Do not store milk in the door.",
    "我不记得这首歌",
    "别忘了我刚才说的",
    "不要忘记这件事",
    "请记住这件事",
    "你为什么不记得我刚才说的话？",
    "怎么让浏览器不要保存这个？",
    "不要保存这个文件",
    "我忘了刚才说的话",
    "你会不会忘记我刚才说的话？",
    "为什么不要记住这个？",
    "他让我保密",
    "我把刚才的话忘了",
    "昨天太忙，忘了那件事",
    "请不要忘记我刚才说的话",
    "不要记那么多",
    "Warum merkst du dir das nicht?",
    "Ich kann mir das nicht merken.",
    "Je ne me souviens pas de ça.",
    "No recuerdo esto.",
    "",
  ])("%s", (text) => {
    expect(offTheRecord(text)).toBeUndefined();
  });
});

test("the widest request in a message counts", () => {
  expect(offTheRecord("Don't save this: I smoke. Forget this conversation.")).toBe("conversation");
  expect(offTheRecord("Forget this conversation. Don't save this: I smoke.")).toBe("conversation");
});

test("is found at either end of a long message, in time that grows with its length", () => {
  const long = "The weather was fine, and we did not remember to save the point. ".repeat(2_000);
  expect(offTheRecord(`${long}Please don't save this.`)).toBe("message");
  expect(offTheRecord(`Please don't save this. ${long}`)).toBe("message");
  for (const words of [
    "please ",
    "and but so ",
    "don't ",
    "I, ",
    "forget ",
    "spoke off the record, ",
    "请你不要",
    "忘了，",
  ]) {
    expect(offTheRecord(`${words.repeat(50_000)}save`)).toBeUndefined();
  }
});
