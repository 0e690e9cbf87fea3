// node's test runner with our last line: "N passed, N failed". What holds
// other tests is none itself, unless it fails by itself.

const why = (e) => (e?.cause?.stack ?? e?.stack ?? String(e))
	.replace(/\x1b\[\d+m/g, '').replace(/^/gm, '\t');

export default async function* sum(events) {
	let passed = 0, failed = 0;
	const parents = new Set(); // depths that have had children
	for await (const { type, data } of events) {
		if (type === 'test:stdout' || type === 'test:stderr')
			yield data.message;
		if (type !== 'test:pass' && type !== 'test:fail')
			continue;
		const holder = parents.delete(data.nesting + 1) &&
			(type === 'test:pass' ||
			data.details.error?.failureType === 'subtestsFailed');
		parents.add(data.nesting);
		if (holder || data.skip !== undefined)
			continue;
		const seconds = (data.details.duration_ms / 1000).toFixed(1);
		if (type === 'test:pass') {
			passed++;
			yield `ok ${data.name}, ${seconds} s\n`;
		} else {
			failed++;
			yield `FAILED ${data.name}\n${why(data.details.error)}\n`;
		}
	}
	yield `${passed} passed, ${failed} failed\n`;
}
