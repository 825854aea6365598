import { describe, expect, it } from '@jest/globals';
import { presenceRefusal, type PresenceChange } from './attendance.rules.js';

const graderVanishes: PresenceChange = { isPresent: false, isInFeedback: true };
const noShow: PresenceChange = { isPresent: false, isInFeedback: false };
const found: PresenceChange = { isPresent: true, isInFeedback: false };
const graderFound: PresenceChange = { isPresent: true, isInFeedback: true };

describe('presence, once the feedback is out', () => {
  it.each<[string, PresenceChange[], boolean, RegExp | null]>([
    ['nobody’s', [], false, null],
    ['of somebody who never came, by an organizer', [noShow], true, null],
    ['of somebody who was there after all, by an organizer', [found, graderFound], true, null],
    ['of somebody who never came, by others', [noShow], false, /organizer/],
    ['of somebody who was there after all, by others', [graderFound], false, /organizer/],
    ['of whoever has submitted, by an organizer', [graderVanishes], true, /were there/],
    ['of whoever has submitted, among others', [noShow, graderVanishes], false, /were there/],
  ])('changes %s', (_, changes, byOrganizer, refusal) => {
    const found = presenceRefusal(changes, byOrganizer);
    if (refusal === null) expect(found).toBeNull();
    else expect(found).toMatch(refusal);
  });
});
