import { isAcceptablePassword } from './password.rules.js';

describe('a password', () => {
  it.each([
    ['a long sentence of plain words', true],
    ['8 bytes!', true],
    ['短い秘密', true], // 12 bytes in 4 characters
    ['x'.repeat(256), true],
    ['x'.repeat(257), false],
    ['abc', false],
    ['', false],
    ['password', false],
    ['PassWord', false],
    ['12345678', false],
    ['ｐａｓｓｗｏｒｄ', false], // "password" in full-width letters
    ['ａｂｃ', false], // 9 bytes, and 3 in the form that is hashed
  ])('%j is acceptable: %s', (password, acceptable) => {
    expect(isAcceptablePassword(password)).toBe(acceptable);
  });
});
