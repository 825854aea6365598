import { allComposed, isLines, isOneLine, isVisible } from './text.rules.js';

describe('a text', () => {
  it.each([
    ['Ana', true],
    [' . ', true],
    ['👩‍💻', true],
    ['\u0928\u092e\u0938\u094d\u0924\u0947', true],
    ['', false],
    ['  \n\t', false],
    ['\u200b', false],
    ['\u2060', false],
    ['\u00ad', false],
    ['\u3164', false],
    ['\u2800', false],
    ['\u200d\ufe0f', false],
    ['\u0301', false],
    ['\ue000', false],
  ])('%j is visible: %s', (text, shows) => expect(isVisible(text)).toBe(shows));

  it.each([
    ['Ana Müller', true, true],
    ['👩‍💻 and می‌خواهم', true, true],
    ['two\nlines', false, true],
    ['a\u2028b', false, true],
    ['a\u0085b', false, false],
    ['\u202eevil', false, true],
    ['\u2067evil', false, true],
    ['a\u200fb', false, true],
    ['a\0b', false, false],
    ['a\ud800b', false, false],
  ])('%j is allowed in one line: %s, in several lines: %s', (text, oneLine, lines) => {
    expect([isOneLine(text), isLines(text)]).toEqual([oneLine, lines]);
  });

  it('gets composed characters at any depth of a value', () => {
    expect(allComposed({ title: 'Jose\u0301', list: ['u\u0308', 5, null] })).toEqual({
      title: 'Jos\u00e9',
      list: ['\u00fc', 5, null],
    });
  });
});
