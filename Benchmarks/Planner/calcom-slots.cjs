// Runs the slot code of @calcom/platform-libraries over a file of cases: node calcom-slots.cjs FOLDER CASES.
// Availability, subtraction and intersection come through the package's own exports; the function that cuts ranges into slots is not
// exported, so it is taken from the installed file as it stands there.
const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const [folder, cases] = process.argv.slice(2);
const dist = path.join(folder, 'package', 'dist');
const load = createRequire(path.join(dist, 'index.cjs'));
const chunk = prefix => fs.readdirSync(dist).find(f => f.startsWith(prefix) && f.endsWith('.cjs'));
const ranges = load('./' + chunk('date-ranges-'));
const dayjs = load('dayjs');
const source = fs.readFileSync(path.join(dist, 'slots.cjs'), 'utf8');
const from = source.indexOf('const minimumOfOne');
const to = source.indexOf('const getSlots$1');
if (from < 0 || to < 0) throw new Error('The slot code is not where it was.');
const getSlots = new Function('dayjs', 'index$2', source.slice(from, to) + '\nreturn getSlots;')(
  dayjs, { getTimeZone: date => date['$x']['$timezone'] });

const zone = 'Europe/London';
const all = JSON.parse(fs.readFileSync(cases, 'utf8'));
const answers = [];
let spent = 0;
for (const c of all) {
  const began = process.hrtime.bigint();
  const dateFrom = dayjs(c.from).tz(zone);
  const dateTo = dayjs(c.to).tz(zone);
  const free = c.people.map(p => {
    const availability = [{
      days: p.days,
      startTime: new Date(Date.UTC(2027, 0, 1, 0, p.start)),
      endTime: new Date(Date.UTC(2027, 0, 1, 0, p.end)),
    }];
    const built = ranges.buildDateRanges({ availability, timeZone: zone, dateFrom, dateTo, travelSchedules: [] }).dateRanges;
    return ranges.subtract(built, p.busy.map(b => ({ start: dayjs(b[0]).tz(zone), end: dayjs(b[1]).tz(zone) })));
  });
  const slots = getSlots({
    inviteeDate: dateFrom, frequency: c.step, minimumBookingNotice: 0, dateRanges: ranges.intersect(free), eventLength: c.length,
  });
  spent += Number(process.hrtime.bigint() - began);
  answers.push(slots.map(s => s.time.valueOf()));
}
process.stdout.write(JSON.stringify({ microseconds: spent / 1000, answers }));
