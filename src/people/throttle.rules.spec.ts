import { networkOf, waitOfHour, waitOfPair } from './throttle.rules.js';

const lastAt = new Date('2027-03-01T10:00:00Z');
const after = (seconds: number) => new Date(lastAt.getTime() + seconds * 1_000);

describe('the wait after failures', () => {
  it.each([
    [0, 0],
    [4, 0],
    [5, 1],
    [6, 2],
    [10, 32],
    [14, 512],
    [15, 900],
    [400, 900],
  ])('for one account at one address: after %d failures it is %d seconds', (failures, seconds) => {
    expect(waitOfPair({ failures, since: lastAt, lastAt }, lastAt)).toBe(seconds * 1_000);
    expect(waitOfPair({ failures, since: lastAt, lastAt }, after(seconds))).toBe(0);
  });

  it.each([
    [99, 0, 0],
    [100, 0, 3_600],
    [100, 3_000, 600],
    [250, 3_600, 0],
  ])('for the hourly limit: %d failures, %d seconds ago, leave %d seconds', (failures, later, left) => {
    expect(waitOfHour({ failures, since: lastAt, lastAt }, 100, after(later))).toBe(left * 1_000);
  });
});

describe('where a request comes from', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:2::1', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));
});
