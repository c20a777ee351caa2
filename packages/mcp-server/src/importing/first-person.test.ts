import { expect, test } from "vitest";
import { inFirstPerson } from "./first-person.ts";

test.each([
  ["User lives in Lisbon.", "I live in Lisbon."],
  ["The user's name is Ada.", "My name is Ada."],
  ["Lives in Lisbon", "I live in Lisbon"],
  ["Is vegetarian", "I am vegetarian"],
  ["User currently studies physics", "I currently study physics"],
  ["They have a dog", "I have a dog"],
  ["Doesn't like emojis", "I don't like emojis"],
  ["Watches birds", "I watch birds"],
  ["I like tea.", "I like tea."],
  ["Interested in astronomy", "I am interested in astronomy"],
  ["Tea with milk", "Tea with milk"],
  ["This is a note", "This is a note"],
])("“%s” is “%s” in the user's own mouth", (told, own) => {
  expect(inFirstPerson(told)).toBe(own);
});

test("a name counts for the user only where the other memory calls the user so", () => {
  expect(inFirstPerson("Ada works at Acme", ["ada"])).toBe("I work at Acme");
  expect(inFirstPerson("Ada's dog is old", ["ada"])).toBe("My dog is old");
  expect(inFirstPerson("Bob works at Acme", ["ada"])).toBe("Bob works at Acme");
});
