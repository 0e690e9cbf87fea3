// The pages by which the match explains itself: to who was asked, to staff, and
// to an employer while typing.

import assert from 'node:assert/strict';
import test from 'node:test';
import { check, Demo, fillTask, person, postTask, press, signIn, TASK }
	from './people.mjs';
import { launch, start } from './portal.mjs';

const ANNE = 'anne@bagerbech.example';

let browser;
test.before(async () => { browser = await launch(); });
test.after(() => browser.close());

async function begin(t, how) {
	const portal = await start('2026-12-01 09:05');
	t.after(portal.end);
	const demo = new Demo(await person(browser), portal);
	const anne = await person(browser, how);
	await signIn(anne, demo, ANNE);
	return { portal, demo, anne };
}

test('who is asked can read why', async (t) => {
	const { portal, demo, anne } = await begin(t);
	await postTask(anne, demo, { work: 'arkiv', more: '', day: '2026-12-04' });
	const mia = await person(browser, { width: 390 });
	await mia.goto(await demo.link('mia@post.example'));
	const why = mia.locator('summary', { hasText: 'Derfor spurgte vi dig' });
	assert.equal(await mia.getByText('Det er ikke langt').isVisible(), false);
	await why.focus();
	await mia.keyboard.press('Enter');
	await mia.getByText('Det er ikke langt fra dig.').waitFor();
	await mia.getByText('Tiden passede med det, du har sagt').waitFor();
	await check(mia, 'Hej Mia. Vil du scanne papirer?');
	await mia.getByRole('link', { name: 'Sådan finder vi dem' }).click();
	await check(mia, 'Sådan finder vi dem, vi spørger');
	assert.doesNotMatch(await mia.innerText('html'), /småjob|\bskal\b|mentor/i);
	await mia.goBack();
	await press(mia, 'Nej tak');
	await check(mia, 'Tak for svaret');
	assert.equal(portal.log().includes('page.fill'), false);
});

test('staff can see why, and why not', async (t) => {
	const { demo, anne } = await begin(t);
	await postTask(anne, demo, {});
	const jonas = await person(browser, { width: 390 });
	await signIn(jonas, demo, 'jonas@holstebro.example');
	await jonas.goto(`${demo.portal.url}/opgave`);
	await check(jonas, 'Hvem passer opgaverne til?');
	await jonas.getByRole('link', { name: 'Pakke varer til jul' }).click();
	await check(jonas, 'De næste, vi kan spørge');
	await jonas.getByLabel('Find en borger').fill('be');
	await press(jonas, 'Find');
	await check(jonas, 'Bent Juhl: pakke varer til jul');
	await check(jonas, 'Det her står i vejen');
	await jonas.getByText('Kan endnu ikke det, opgaven beder om').waitFor();
	await jonas.getByText('Hele tiden passer').waitFor();
	await jonas.goBack();
	await jonas.getByLabel('Find en borger').fill('ukendt');
	await press(jonas, 'Find');
	await check(jonas, 'Fundet');
	await jonas.getByText('Ingen hos os med det navn').waitFor();
});

// The first answer of the server that the fields so far bring.
const told = (page) => page.locator('[data-preview]');

test('the form tells how many can, while one types', async (t) => {
	const { anne, portal } = await begin(t, { width: 390 });
	await anne.goto(`${portal.url}/opgaver/ny?vis=0`);
	await check(anne, 'Opret en opgave');
	const asked = [];
	anne.on('request', (r) => r.url().includes('/opgaver/mulige') &&
		asked.push(r.url()));
	await fillTask(anne, TASK);
	await told(anne).getByText('personer kan lige den opgave').waitFor();
	assert.match(await told(anne).innerText(), /^\d+ personer/);
	assert.doesNotMatch(asked.join(), /titel|moedested|loen/);
	await check(anne, 'Opret en opgave');

	// A Sunday: nobody can, and a day is named on which some can.
	await anne.getByLabel('Dag', { exact: true }).fill('2026-12-06');
	await told(anne).getByText('Lige nu finder vi ingen').waitFor();
	await told(anne).getByText(/kan, hvis \w+dag \d+\/12 er mulig/).waitFor();
	await check(anne, 'Opret en opgave');

	// What is no day says nothing at all, and nothing is lost.
	await anne.getByLabel('Dag', { exact: true }).fill('');
	await anne.waitForFunction(() =>
		document.querySelector('[data-preview]').textContent === '');

	// Fast fingers are asked for once.
	asked.length = 0;
	await anne.getByLabel('Dag', { exact: true }).fill('2026-12-03');
	for (const time of ['10:00', '11:00', '12:00', '13:00'])
		await anne.getByLabel('Til klokken').fill(time);
	await told(anne).getByText('personer kan').waitFor();
	assert.ok(asked.length <= 2, `${asked.length} requests`);

	// Who was signed out meanwhile sees no page in the page.
	await anne.context().clearCookies();
	await anne.getByLabel('Til klokken').fill('14:00');
	await anne.waitForFunction(() =>
		document.querySelector('[data-preview]').textContent === '');
});

test('without script the check page tells it', async (t) => {
	const { anne, portal } = await begin(t, { script: false });
	await anne.goto(`${portal.url}/opgaver/ny?vis=0`);
	assert.equal(await told(anne).isVisible(), false);
	await fillTask(anne, { ...TASK, day: '2026-12-06' });
	await press(anne, 'Se, hvordan det bliver');
	await check(anne, 'Tjek dine svar');
	await anne.getByText(/kan, hvis \w+dag \d+\/12 er mulig/).waitFor();
	await press(anne, 'Opret opgaven');
	await check(anne, 'Pakke varer til jul, søndag 6/12');
	await portal.tick();
	await anne.reload();
	await anne.getByText(/personer, der kan på samme tid af dagen/).waitFor();
});
