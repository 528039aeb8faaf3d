// The tablet's rules without a browser: node --test tests/CCHC.Portal.Tests/tablet.test.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as interview from '../../src/CCHC.Portal/Assets/tablet-interview.mjs';
import * as queue from '../../src/CCHC.Portal/Assets/tablet-queue.mjs';
import * as vault from '../../src/CCHC.Portal/Assets/tablet-vault.mjs';

const health = { id: 'u1', code: 'SYT', name: 'Sở Y tế', groupCode: 'so' };
const finance = { id: 'u2', code: 'STC', name: 'Sở Tài chính', groupCode: 'so' };
const commune = { id: 'u3', code: 'XA', name: 'Xã An Bình', groupCode: 'xa' };
const choice = (code, more = {}) => ({ code, kind: 'single', text: code, required: false, perUnit: false, options: ['A', 'B', 'K'].map(option => ({ code: option, text: option })), leaves: [], ...more });
const list = (sections, more = {}) => ({
  questionnaire: { languages: ['vi', 'en'], sections }, units: [health, finance, commune],
  respondentGroups: [{ code: 'dan', name: 'Người dân', rates: 'one', ratedGroups: [] }, { code: 'daibieu', name: 'Đại biểu', rates: 'all', ratedGroups: ['so'] }], ...more,
});
const person = { serial: 1, name: 'Nguyễn Văn A', unitId: null, respondentGroup: 'daibieu', answered: false };
const codes = items => items.map(({ question, unit }) => unit ? `${question.code}/${unit.code}` : question.code);

test('A question is asked only when its condition holds, and one that is hidden answers no condition', () => {
  const form = interview.formFor(list([{ code: 'S', title: 'S', questions: [
    choice('C1'), choice('C2', { showIf: { question: 'C1', options: ['B', 'K'] } }), choice('C3', { showIf: { question: 'C2', options: ['A'] } }),
  ] }]), person);

  assert.deepEqual(codes(interview.asked(form, {}, form.units)), ['C1']);
  assert.deepEqual(codes(interview.asked(form, { 'C1|': ['B'], 'C2|': ['A'] }, form.units)), ['C1', 'C2', 'C3']);
  assert.deepEqual(codes(interview.asked(form, { 'C1|': ['A'], 'C2|': ['A'] }, form.units)), ['C1']);
  assert.deepEqual(interview.answersOf(form, { 'C1|': ['A'], 'C2|': ['A'], 'C3|': ['B'] }, form.units), [{ questionCode: 'C1', optionCode: 'A' }]);
});

test('A whole section is asked only when its condition holds', () => {
  const form = interview.formFor(list([
    { code: 'S1', title: 'S1', questions: [choice('C1')] }, { code: 'S2', title: 'S2', showIf: { question: 'C1', options: ['A'] }, questions: [choice('C2', { required: true })] },
  ]), person);
  const shown = answers => interview.pages(form, answers, form.units).map(page => page.section.code);

  assert.deepEqual(shown({ 'C1|': ['B'] }), ['S1']);
  assert.deepEqual(shown({ 'C1|': ['A'] }), ['S1', 'S2']);
  assert.equal(interview.problemsOf(interview.asked(form, { 'C1|': ['B'] }, form.units), { 'C1|': ['B'] }).length, 0);
});

test('A condition about units is looked at for the same unit', () => {
  const form = interview.formFor(list([{ code: 'S', title: 'S', questions: [choice('C1', { perUnit: true }), choice('C2', { perUnit: true, showIf: { question: 'C1', options: ['A'] } })] }]), person);

  assert.deepEqual(codes(interview.asked(form, { 'C1|u1': ['A'], 'C1|u2': ['B'] }, form.units)), ['C1/SYT', 'C1/STC', 'C2/SYT']);
});

test('A question about units may depend on one that is asked once', () => {
  const form = interview.formFor(list([{ code: 'S', title: 'S', questions: [choice('C1'), choice('C2', { perUnit: true, showIf: { question: 'C1', options: ['A'] } })] }]), person);

  assert.deepEqual(codes(interview.asked(form, { 'C1|': ['A'] }, form.units)), ['C1', 'C2/SYT', 'C2/STC']);
});

test('Units are those of the person, of the respondent group, and of the question\'s leaves', () => {
  const sections = [{ code: 'S', title: 'S', questions: [choice('C1', { perUnit: true, leaves: [{ groupCode: 'so', leafCode: '1.1' }] }), choice('C2', { perUnit: true })] }];
  const about = who => codes(interview.asked(interview.formFor(list(sections), who), {}, interview.formFor(list(sections), who).units));

  assert.deepEqual(about(person), ['C1/SYT', 'C1/STC', 'C2/SYT', 'C2/STC']);
  assert.deepEqual(about({ ...person, unitId: 'u3' }), ['C2/XA']);
});

test('Who rates one unit of several chooses it first', () => {
  const citizen = { ...person, respondentGroup: 'dan' };
  const form = interview.formFor(list([{ code: 'S', title: 'S', questions: [choice('C1', { perUnit: true })] }]), citizen);

  assert.equal(interview.choosesUnit(form), true);
  assert.deepEqual(codes(interview.asked(form, {}, interview.ratedUnits(form, null))), []);
  assert.deepEqual(codes(interview.asked(form, {}, interview.ratedUnits(form, 'u2'))), ['C1/STC']);
  assert.equal(interview.choosesUnit(interview.formFor(list([{ code: 'S', title: 'S', questions: [choice('C1', { perUnit: true })] }]), { ...citizen, unitId: 'u1' })), false);
});

test('A long section has a page for each unit, a short one has all on one', () => {
  const of = count => interview.formFor(list([{ code: 'S', title: 'S', questions: [choice('G'), ...Array.from({ length: count }, (_, place) => choice(`C${place}`, { perUnit: true }))] }]), person);
  const pages = form => interview.pages(form, {}, form.units).map(page => [page.unit?.code ?? '', page.items.length]);

  assert.deepEqual(pages(of(5)), [['', 11]]);
  assert.deepEqual(pages(of(6)), [['', 1], ['SYT', 6], ['STC', 6]]);
});

test('Required questions, numbers out of bounds and long texts are named', () => {
  const item = question => ({ question, unit: null });
  const problem = (question, value) => interview.problemOf(item(question), value)?.text ?? null;

  assert.equal(problem(choice('C', { required: true }), undefined), 'ChooseRequired');
  assert.equal(problem(choice('C', { required: true }), ['A']), null);
  assert.equal(problem(choice('C'), []), null);
  const years = { code: 'N', kind: 'number', least: 0, most: 120, required: true };
  assert.equal(problem(years, ' '), 'FillRequired');
  assert.equal(problem(years, '120,5'), 'NumberBetween');
  assert.equal(problem(years, '-1'), 'NumberBetween');
  assert.equal(problem(years, '120'), null);
  assert.equal(problem(years, 'ba'), 'NumberWrong');
  assert.equal(problem({ kind: 'number', least: null, most: 5 }, '6'), 'NumberAtMost');
  assert.equal(problem({ kind: 'text', longest: 3 }, 'bốn.'), 'TextTooLong');
  assert.equal(problem({ kind: 'text', longest: 3 }, ' ba\u0309 '), null); // two letters once the mark is joined
});

test('Numbers are read as people in Việt Nam write them', () => {
  for (const [text, number] of [['85,5', 85.5], ['85.5', 85.5], ['1.234,5', 1234.5], ['1,234.5', 1234.5], ['1.234.567', 1234567], ['0.125', 0.125], ['1234', 1234], [' 12 ', 12], ['-3', -3]]) {
    assert.equal(interview.parseNumber(text), number, text);
  }
  for (const text of ['1.234', '', 'abc', '1,2,3', '12.34,5', '1e5', '1234567890123456']) { assert.equal(interview.parseNumber(text), null, text); }
});

test('Answers are sent by the kind of their question', () => {
  const form = interview.formFor(list([{ code: 'S', title: 'S', questions: [
    choice('C1', { perUnit: true }), choice('C2', { kind: 'multiple' }), { code: 'N', kind: 'number', text: 'N' }, { code: 'T', kind: 'text', text: 'T' }, choice('C3'),
  ] }]), { ...person, unitId: 'u1' });
  const answers = { 'C1|u1': ['K'], 'C2|': ['A', 'B'], 'N|': '2,5', 'T|': ' Chờ lâu ', 'C3|': [] };

  assert.deepEqual(interview.answersOf(form, answers, form.units), [
    { questionCode: 'C1', unitId: 'u1', optionCode: 'K' }, { questionCode: 'C2', optionCodes: ['A', 'B'] }, { questionCode: 'N', number: 2.5 }, { questionCode: 'T', text: 'Chờ lâu' },
  ]);
});

test('People are found without accents, by all words that are typed', () => {
  assert.equal(interview.contains('Đặng Thị Hường, xã Yên Định', 'dang huong'), true);
  assert.equal(interview.contains('Đặng Thị Hường', 'đặng  hương'), true);
  assert.equal(interview.contains('Đặng Thị Hường', 'dang hoa'), false);
});

test('A text without a wording in the language is read in Vietnamese', () => {
  assert.equal(interview.wording('Câu', 'en'), 'Câu');
  assert.equal(interview.wording({ vi: 'Câu', en: 'Question' }, 'en'), 'Question');
  assert.equal(interview.wording({ vi: 'Câu', en: '' }, 'en'), 'Câu');
});

const entry = (number, more = {}) => ({ surveyId: 's', person: {}, message: null, interview: { key: `k${number}`, serial: number, endedAt: `2026-11-20T10:${String(number).padStart(2, '0')}:00Z`, answers: [], ...more } });

test('Interviews go in portions of 50 in the order in which they ended, smaller where they are long', () => {
  const entries = Array.from({ length: 52 }, (_, place) => entry(51 - place));
  assert.deepEqual(queue.portions(entries).map(portion => [portion.length, portion[0].interview.key]), [[50, 'k0'], [2, 'k50']]);

  const long = { answers: [{ questionCode: 'T', text: 'x'.repeat(900) }] }; // above 900 bytes each, so two do not fit in 1,500
  assert.deepEqual(queue.portions([entry(1, long), entry(2, long), entry(3)], 50, 1500).map(portion => portion.length), [1, 2]);
  assert.deepEqual(queue.portions([]), []);
});

test('What was stored, now or before, leaves the queue; what was refused or not named stays', () => {
  const settled = queue.settle([1, 2, 3, 4, 5].map(number => entry(number)), [
    { key: 'k1', outcome: 'stored', message: null }, { key: 'K2', outcome: 'already' }, { key: 'k3', outcome: 'duplicate', message: 'Đã trả lời' }, { key: 'k4', outcome: 'refused', message: 'Sai' },
  ]);

  assert.deepEqual(settled.stored.map(x => x.interview.key), ['k1', 'k2']);
  assert.deepEqual(settled.duplicates.map(x => [x.interview.key, x.message]), [['k3', 'Đã trả lời']]);
  assert.deepEqual(settled.refused.map(x => [x.interview.key, x.message]), [['k4', 'Sai']]);
});

test('A person is asked once, whoever asked', () => {
  const known = { mine: [2], declined: [5], drafts: [{ serial: 4 }], queue: [entry(3), { ...entry(6), message: 'Sai' }] };
  const standing = (serial, answered = false) => queue.standing({ serial, answered }, known);

  assert.deepEqual([standing(1), standing(2, true), standing(3), standing(4), standing(5), standing(6), standing(7, true)], ['open', 'done', 'unsent', 'started', 'declined', 'refused', 'elsewhere']);
  assert.deepEqual(['open', 'started'].map(queue.isAsked), [false, false]);
  assert.equal(['unsent', 'refused', 'done', 'elsewhere', 'declined'].every(queue.isAsked), true);
});

test('What is sealed with a PIN is opened with that PIN alone, and only where it belongs', async () => {
  const secret = { name: 'Nguyễn Thị Bưởi', answers: { 'C1|': ['A'] } };
  const { record, key } = await vault.create('274913');
  const stored = structuredClone({ record, sealed: await vault.seal(key, 'drafts/1', secret) }); // as IndexedDB keeps it

  assert.equal(record.iterations >= 310_000, true);
  assert.equal(await vault.open('274914', stored.record), null);
  const again = await vault.open('274913', stored.record);
  assert.deepEqual(await vault.unseal(again, 'drafts/1', stored.sealed), secret);
  await assert.rejects(vault.unseal(again, 'drafts/2', stored.sealed));
  await assert.rejects(crypto.subtle.exportKey('raw', again));
  const disk = Buffer.concat([stored.record.wrapped, stored.record.salt, stored.record.iv, stored.sealed.data, stored.sealed.iv].map(part => Buffer.from(part))).toString('latin1');
  assert.equal(['Nguy', '274913', 'answers', 'C1'].some(part => disk.includes(part)), false);
});

test('The same text is never sealed alike', async () => {
  const { key } = await vault.create('274913');
  const [one, other] = await Promise.all([vault.seal(key, 'x', 'A'), vault.seal(key, 'x', 'A')]);
  assert.notDeepEqual(Buffer.from(one.data), Buffer.from(other.data));
});

test('A PIN has six digits at least, and is no row of them', () => {
  assert.equal(vault.refusalOf('12345'), 'PinTooShort');
  assert.equal(vault.refusalOf('27491a'), 'PinTooShort');
  for (const pin of ['111111', '123456', '987654', '000000']) { assert.equal(vault.refusalOf(pin), 'PinTooEasy', pin); }
  for (const pin of ['274913', '112233']) { assert.equal(vault.refusalOf(pin), null, pin); }
});

test('Each wrong PIN makes one wait twice as long, five minutes at most, also when the clock was set back', () => {
  assert.deepEqual([0, 1, 2, 3, 8, 9, 40].map(vault.delayAfter), [0, 2000, 4000, 8000, 256_000, 300_000, 300_000]);
  const record = { failures: 2, waitUntil: 1_000_000 };
  assert.equal(vault.waitOf(record, 998_000), 2000);
  assert.equal(vault.waitOf(record, 1_000_001), 0);
  assert.equal(vault.waitOf(record, 0), 4000);
});
