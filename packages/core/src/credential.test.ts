import { expect, test } from "vitest";
import { holdsCredential } from "./credential.ts";

// Put together here, so that no scanner of secrets takes this file for a leak.
const key = ["sk", "proj", "a1B2c3D4e5F6g7H8i9J0k1L2"].join("-");

test.each([
  ["an API key", `my key is ${key}`],
  ["a code host's token", `use ${"ghp"}_${"16C7e42F292c6912E7710c838347Ae178B4a"}`],
  ["a cloud's access key", `${"AKIA"}IOSFODNN7EXAMPLE`],
  ["a JSON web token", `${"eyJ"}hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc`],
  ["a private key", "-----BEGIN RSA PRIVATE KEY----- MIIE"],
  ["a password", "my password is hunter2"],
  ["a password after a colon", "Password: correct-horse-9"],
  ["a password in quotation marks", 'my password is "swordfish"'],
  ["a password in Chinese", "我的密码是abc12345"],
  ["a password in traditional Chinese", "我的密碼是abc12345"],
  ["a password that was set", "密碼設成 abc12345"],
  ["a code that came by message", "驗證碼：483920"],
  ["a PIN", "my PIN is 4711"],
  ["a password in an address", "postgres://ann:secret@db/main"],
  ["a card number", "pay with 4111 1111 1111 1111"],
  ["a card number in full width", "４１１１１１１１１１１１１１１１"],
  ["an IBAN", "transfer to DE89 3704 0044 0532 0130 00"],
  ["a social security number", "my number is 078-05-1120"],
  ["a token that looks random", "the token a8F3kQ9zLm2Xw7RtYb4N"],
  ["a hexadecimal token", "9f86d081884c7d659a2feaa0c55ad015"],
  ["a product key", "RHTBY-VWY6D-QJRJ9-JGQ3X-Q2289"],
])("finds %s", (_, text) => {
  expect(holdsCredential(text)).toBe(true);
});

test.each([
  ["the word password", "uses a password manager and forgets every password"],
  ["the word password in Chinese", "常常忘記密碼，密碼是個麻煩"],
  ["a telephone number", "+49 170 1234567"],
  ["an order number that fails the check of cards", "order 4111 1111 1111 1112"],
  ["what fails the check of accounts", "room DE89 ABCD 0044 0532 ABCD"],
  ["a long word", "Donaudampfschifffahrtsgesellschaftskapitän"],
  ["a path", "works in packages/core/src/operations/2026"],
  ["a list of years", "moved in 1999, 2004, 2011 and 2020"],
  ["a line of zeros", "0000 0000 0000 0000"],
  ["a pin that is none", "pins 20 photos on the wall"],
])("leaves %s alone", (_, text) => {
  expect(holdsCredential(text)).toBe(false);
});
