import { expect, it } from 'vitest';
import { fromHash } from './hash';

it.each([
  ['#/alerts', '/notifications'],
  ['#/alerts?receiver=team', '/notifications?receiver=team'],
  [
    '#/silences/new?filter=%7Balertname%3D%22Down%22%7D',
    '/notifications?filter=%7Balertname%3D%22Down%22%7D&tab=new',
  ],
  ['#/silences?filter=', '/notifications?filter=&tab=silences'],
  ['#/silences/1f2e/edit', '/notifications?tab=silences&id=1f2e'],
  ['#/status', '/notifications?tab=status'],
])('%s leads to %s', (hash, goal) => {
  expect(fromHash(hash, true)).toBe(goal);
});

it('leads to alerts where nothing notifies', () => {
  expect(fromHash('#/alerts?filter=%7Balertname%3D%22Down%22%2Cjob%3D%22a%22%7D', false)).toBe(
    '/alerts?search=Down+job%3D%22a%22',
  );
  expect(fromHash('#/silences/new', false)).toBe('/alerts');
});

it.each(['', '#main', '#/other', '/alerts'])('leaves %j alone', (hash) => {
  expect(fromHash(hash, true)).toBeUndefined();
});
