// Every page that somebody who signs in for a firm may ask for, on each kind of
// screen: none is forgotten, for portal/routes.c has them all. And what the
// first of them cost to get.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { check, Demo, everywhere, fillTask, person, postTask, press, shot,
	signIn, TASK } from './people.mjs';
import { launch, start } from './portal.mjs';

const ANNE = 'anne@bagerbech.example';
const SHEET = 718; // A4 between its margins
const FIRST_LOAD = 110 * 1024;

// Answered with something that is no page of theirs.
const NO_PAGE = {
	'/log-ind/app': 'only staff get there: flow.test.mjs',
	'/mine-log-ind/alt/fil': 'a file',
	'/opgaver/mulige': 'part of the form: explain.test.mjs',
	'/timer/fil': 'a file',
	'/s/:token': 'a citizen is asked: answer.test.mjs',
	'/assets/:token': 'what pages are made of',
	'/healthz': 'for machines',
	'/readyz': 'for machines',
	'/metrics': 'for machines',
};

let browser, portal, demo, anne;
test.before(async () => {
	portal = await start('2026-12-01 09:05');
	browser = await launch();
	demo = new Demo(await person(browser), portal);
	anne = await person(browser);
	await signIn(anne, demo, ANNE);
});
test.after(async () => {
	await browser.close();
	await portal.end();
});

const seen = new Set();
const named = (route) => route.slice(1).replaceAll(/\W+/g, '-') || 'forside';

// The page that is open, as one of that route.
async function sees(page, route, heading, name = named(route)) {
	const { pathname } = new URL(page.url());
	const like = route.replaceAll(/:\w+/g, '[^/]+');
	assert.match(pathname, new RegExp(`^${like}$`));
	seen.add(route);
	await everywhere(page, heading, name);
}

async function opens(page, route, heading, path = route, name) {
	await page.goto(portal.url + path);
	await sees(page, route, heading, name);
}

// ---- how much it is ----

async function weigh(context, path) {
	const page = await context.newPage();
	const got = [];
	page.on('requestfinished', (one) => got.push(one));
	await page.goto(portal.url + path, { waitUntil: 'networkidle' });
	await page.evaluate(() => document.fonts.ready);
	const sizes = await Promise.all(got.map((one) => one.sizes()));
	await page.close();
	return sizes.reduce((sum, one) => sum + one.responseBodySize, 0);
}

test('a first visit is light', async () => {
	for (const path of ['/', '/opgaver/ny?vis=0']) {
		const guest = await person(browser); // with nothing kept from before
		await guest.context().addCookies(await anne.context().cookies());
		const bytes = await weigh(guest.context(), path);
		await guest.context().close();
		console.log(`${path}: ${(bytes / 1024).toFixed(1)} KiB at first`);
		assert.ok(bytes > 20 * 1024, 'style sheet, script and fonts came');
		assert.ok(bytes < FIRST_LOAD, `${path}: ${bytes} bytes`);
	}
});

// ---- everything there is to see ----

test('before anybody knows who they are', async () => {
	const guest = await person(browser);
	for (const [route, heading] of [
		['/', 'Få hjælp til en lille opgave'],
		['/om', 'Om siden'],
		['/was', 'Tilgængelighedserklæring'],
		['/privatliv', 'Det ved vi om dig'],
		['/foerste-loen', 'Første løn'],
		['/derfor', 'Sådan finder vi dem, vi spørger'],
		['/log-ind', 'Log ind'],
		['/log-ind/kode', 'Skriv koden'],
		['/min-side/log-ind', 'Min side'],
		['/min-side/kode', 'Skriv koden'],
		['/opret', 'Opret en opgave'],
		['/opret/tak', 'Tak. Vi spørger lige først.'],
		['/demo', 'Telefoner'],
	])
		await opens(guest, route, heading);
	await guest.goto(`${portal.url}/opret`);
	await guest.locator('#funktion').selectOption('pakning');
	for (const [id, value] of Object.entries({
		dag: '2026-12-03', fra: '09:00', til: '12:00', loen: '150',
		adresse: 'Nørregade 9', postnr: '7500', firma: 'Nyt Bageri ApS',
		cvr: '20 00 00 07', kontakt: 'Nina', mobil: '20 30 40 50',
		email: 'nina@nyt.example',
	}))
		await guest.locator(`#${id}`).fill(value);
	await press(guest, 'Se, hvordan det bliver');
	await sees(guest, '/opret/tjek', 'Tjek dine svar');
	await press(guest, 'Send mig en kode');
	await sees(guest, '/opret/kode', 'Skriv koden');
	await guest.context().close();
});

test('their own, before there is a task', async () => {
	await opens(anne, '/opgaver', 'Jeres opgaver', '/opgaver', 'opgaver-ingen');
	await opens(anne, '/opgaver/ny', 'Opret en opgave', '/opgaver/ny?vis=1');
	await anne.goto(`${portal.url}/opgaver/ny?vis=0`);
	for (const summary of await anne.locator('main summary').all())
		await summary.click();
	await sees(anne, '/opgaver/ny', 'Opret en opgave', 'opgaver-ny-hele');
	await press(anne, 'Se, hvordan det bliver');
	await sees(anne, '/opgaver/tjek', 'Ret 6 ting', 'opgaver-ny-fejl');
	await opens(anne, '/opgaver/find', 'Find opgaver');
	await opens(anne, '/firma', 'Hvem kan logge ind for jer?');
	await opens(anne, '/firma/steder', 'Jeres steder');
	await opens(anne, '/firma/steder/ny', 'Tilføj et sted');
	await anne.goto(`${portal.url}/firma/steder`);
	await anne.getByRole('link', { name: 'Bager Bech' }).click();
	await sees(anne, '/firma/steder/:id', 'Ret stedet');
	await opens(anne, '/mine-log-ind', 'Her er du logget ind');
	await opens(anne, '/mine-log-ind/alt', 'Alt, hvad vi har om dig');
	await opens(anne, '/timer', 'Timer og løn', '/timer', 'timer-ingen');
});

async function draft() {
	await anne.goto(`${portal.url}/opgaver/ny?vis=0`);
	await anne.getByLabel('Hvad skal der laves?').selectOption('opvask');
	await press(anne, 'Gem og fortsæt senere');
	await anne.getByRole('link', { name: 'Vaske op' }).click();
}

async function weekly() {
	await anne.goto(`${portal.url}/opgaver/ny?vis=0`);
	await fillTask(anne, { ...TASK, work: 'groenne', more: 'ved skolen',
		day: '2026-12-08' });
	await anne.getByText('Flere dage, eller hver uge?').click();
	await anne.getByLabel('Hver uge på samme ugedag').fill('2027-01-19');
	await press(anne, 'Se, hvordan det bliver');
	await sees(anne, '/opgaver/tjek', 'Tjek dine svar');
	await press(anne, 'Opret opgaven');
	await anne.locator('main a[href^="/opgaver/serie/"]').click();
	await sees(anne, '/opgaver/serie/:id', 'Passe grønt');
}

test('a task, a series and a draft', async () => {
	await draft();
	await sees(anne, '/opgaver/kladde/:id', 'Opret en opgave');
	await weekly();
	const series = new URL(anne.url()).pathname;
	await opens(anne, '/opgaver/serie/:id/aflys', 'Aflys', `${series}/aflys`);
	await postTask(anne, demo, {});
	const task = new URL(anne.url()).pathname;
	await sees(anne, '/opgaver/:id', 'Pakke varer til jul', 'opgave-spoerger');
	await opens(anne, '/opgaver/:id/tid', 'Vælg en ny tid', `${task}/tid`);
	await opens(anne, '/opgaver/:id/ret', 'Ret', `${task}/ret`);
	await portal.tick();
	await demo.answer('Amir Haddad', 'JA');
	await opens(anne, '/opgaver/:id', 'Pakke varer til jul', task);
	await anne.getByRole('link', { name: 'Vilkår på skrift' }).click();
	await sees(anne, '/opgaver/plads/:id/vilkaar', 'Vilkår på skrift');
	const place = new URL(anne.url()).pathname.replace('/vilkaar', '');
	await opens(anne, '/opgaver/plads/:id', 'Aflys', place);
	await opens(anne, '/opgaver/:id/aflys', 'Aflys', `${task}/aflys`);
	await opens(anne, '/opgaver/:id/igen', 'Opret en opgave', `${task}/igen`);
});

test('hours, and what is over', async () => {
	await demo.forward('Til næste hverdag kl 8', 'Til næste hverdag kl 8',
		...Array(6).fill('En time frem'));
	await portal.tick();
	await opens(anne, '/opgaver', 'Venter på jer');
	await opens(anne, '/timer', 'Amir');
	await press(anne, 'Skriv timerne');
	await sees(anne, '/t/:token', 'Passer 3 timer');
});

// ---- other eyes, and paper ----

const picture = (page, box) => page.screenshot({ clip: box });

// Whether it looks another way once that has been done to it.
async function shows(page, element, how) {
	await element.scrollIntoViewIfNeeded();
	const box = await element.boundingBox();
	const before = await picture(page, box);
	await element.evaluate(how);
	return !before.equals(await picture(page, box));
}

test('a contrast theme shows what is ticked, and that lists open', async () => {
	const page = await person(browser, { width: 390 });
	await page.context().addCookies(await anne.context().cookies());
	await page.goto(`${portal.url}/opgaver/ny?vis=0`);
	for (const colorScheme of ['light', 'dark']) {
		await page.emulateMedia({ forcedColors: 'active', colorScheme });
		for (const id of ['niveau-2', 'flere'])
			assert.ok(await shows(page, page.locator(`[for=${id}]`),
				(e) => { e.control.checked = true; }), `${id} is ticked`);
		assert.ok(await shows(page, page.locator('#funktion'),
			(e) => { e.style.backgroundImage = 'none'; }), 'an arrow');
		await page.reload();
	}
	// axe takes the canvas for white.
	await page.emulateMedia({ forcedColors: 'active', colorScheme: 'light' });
	await check(page);
	await page.context().close();
});

// Nothing to press is printed, and all of it is on the sheet.
async function prints(page, name) {
	const { width, height } = page.viewportSize();
	await page.setViewportSize({ width: SHEET, height });
	await page.emulateMedia({ media: 'print' });
	await shot(page, name);
	assert.deepEqual(await page.locator('button, .button, .back-link, nav')
		.filter({ visible: true }).allInnerTexts(), [], page.url());
	assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <=
		document.documentElement.clientWidth), page.url());
	assert.equal(await page.locator('thead').count(),
		await page.locator('thead').filter({ visible: true }).count());
	await page.emulateMedia({ media: null });
	await page.setViewportSize({ width, height });
}

test('hours, terms and a task can be printed', async () => {
	await anne.goto(`${portal.url}/timer`);
	await prints(anne, 'print-timer');
	await anne.goto(`${portal.url}/opgaver`);
	await anne.getByRole('link', { name: 'Pakke varer' }).first().click();
	await prints(anne, 'print-opgave');
	await anne.getByRole('link', { name: 'Vilkår på skrift' }).click();
	await prints(anne, 'print-vilkaar');
});

test('no page of theirs was forgotten', () => {
	const text = readFileSync('portal/routes.c', 'utf8');
	const all = [...text.matchAll(
		/\{ GET,\s+"([^"]+)",\s+([A-Z_ |]+?),\s+\w+,\s+\w+,\s+(\w+),/g)];
	assert.equal(all.length, text.match(/\{ GET,/g).length);
	const theirs = all.filter(([, , who, hook]) => hook === 'false' &&
		/\b(EMPLOYER|SIGNED_IN|ANYONE)\b/.test(who)).map(([, path]) => path);
	assert.ok(theirs.length > 40);
	assert.deepEqual(theirs.filter((path) => !seen.has(path)),
		theirs.filter((path) => path in NO_PAGE));
});
