// People in front of a browser, and what every page they come to must hold.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { need } from './portal.mjs';

const axe = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
	'best-practice'];
// 640: a wide screen at twice the size.
const WIDTHS = [1280, 640, 390, 320];
export const HEIGHT = 844;

const { HtmlValidate } = need('html-validate');
const html = new HtmlValidate({
	extends: ['html-validate:recommended'],
	rules: {
		// What a section of a template leaves where it shows nothing.
		'no-trailing-whitespace': 'off',
		// Several ticks of one question, and the hidden fields that carry
		// them on, are one list.
		'form-dup-name': 'off',
		// portal.scss keeps every a[href^=tel] on one line.
		'tel-non-breaking': 'off',
	},
});

// A page of their own, in a browser without anybody else's cookies. What its
// console says wrong and the last document it got are kept beside it.
export async function person(browser, { width = 1280, script = true,
	locale = 'da-DK' } = {}) {
	const context = await browser.newContext({
		viewport: { width, height: HEIGHT },
		locale,
		javaScriptEnabled: script,
	});
	context.setDefaultTimeout(30000);
	const page = await context.newPage();
	const wrong = [];
	let source = '';
	page.on('pageerror', (e) => wrong.push(String(e)));
	page.on('console', (m) => {
		// That a page itself is a 422 is no fault of it.
		const own = m.location().url === page.url() &&
			/status of 4\d\d/.test(m.text());
		if (m.type() === 'error' && !own)
			wrong.push(m.text());
	});
	page.on('response', (r) => {
		if (r.request().resourceType() === 'document' && r.status() !== 303)
			source = r.text().catch(() => ''); // gone on already
	});
	page.wrong = wrong;
	page.source = () => source;
	page.script = script;
	return page;
}

async function sideways(page) {
	const { width, height } = page.viewportSize();
	const too = [];
	for (const w of WIDTHS) {
		await page.setViewportSize({ width: w, height });
		if (await page.evaluate(() => document.documentElement.scrollWidth >
			document.documentElement.clientWidth))
			too.push(w);
	}
	await page.setViewportSize({ width, height });
	return too;
}

async function violations(page) {
	// Through the debugger, so that the strict policy does not stop it.
	await page.evaluate(axe);
	const found = await page.evaluate((tags) => window.axe.run(document, {
		runOnly: { type: 'tag', values: tags },
		resultTypes: ['violations'],
	}), TAGS);
	return found.violations.map((v) => `${v.id}: ${v.help}: ` +
		v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | '));
}

async function invalid(page) {
	const report = await html.validateString(await page.source());
	return report.results.flatMap((r) => r.messages)
		.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}

// Nothing that keeps anybody out, in what was sent or in what it became.
export async function check(page, heading) {
	if (heading)
		await page.getByRole('heading', { name: heading }).first().waitFor();
	assert.deepEqual(await invalid(page), [], `${page.url()}: HTML`);
	if (page.script)
		assert.deepEqual(await violations(page), [], `${page.url()}: axe`);
	assert.deepEqual(await sideways(page), [], `${page.url()}: sideways`);
	assert.deepEqual(page.wrong, [], `${page.url()}: console`);
}

// A picture of it, where somebody asks for them.
export const shot = (page, name) => process.env.SHOTS &&
	page.screenshot({ fullPage: true, path: `${process.env.SHOTS}/` +
		`${name}-${page.viewportSize().width}.png` });

// As check(), on each kind of screen: what is shown differs.
export async function everywhere(page, heading, name) {
	const { width, height } = page.viewportSize();
	await check(page, heading);
	await shot(page, name);
	for (const w of [390, 320]) {
		await page.setViewportSize({ width: w, height });
		if (page.script)
			assert.deepEqual(await violations(page), [],
				`${page.url()}: axe at ${w} px`);
		await shot(page, name);
	}
	await page.setViewportSize({ width, height });
}

export const press = (page, name) =>
	page.getByRole('main').getByRole('button', { name }).click();

// ---- with the keys alone ----

export const focused = (page) => page.evaluate(() => {
	const at = document.activeElement;
	const box = at.getBoundingClientRect();
	const style = getComputedStyle(at);
	const seen = at.matches('[type=radio], [type=checkbox]') ?
		getComputedStyle(at.nextElementSibling, '::before') : style;
	return {
		id: at.id, text: at.textContent.trim(), tag: at.tagName,
		shown: seen.outlineStyle !== 'none' || seen.boxShadow !== 'none',
		onScreen: box.bottom > 0 && box.top < innerHeight,
	};
});

// Tabs on until it stands there; wherever it stops, one can see where.
export async function tabTo(page, what) {
	for (let i = 0; i < 60; i++) {
		await page.keyboard.press('Tab');
		const at = await focused(page);
		if (at.tag === 'BODY')
			continue;
		assert.ok(at.shown, `no focus to be seen on ${at.tag} ${at.id}`);
		assert.ok(at.onScreen, `${at.tag} ${at.id} is off the screen`);
		if (at.id === what || at.text === what)
			return;
	}
	assert.fail(`Tab does not come to ${what}`);
}

// ---- /demo: their telephones and mailboxes ----

export class Demo {
	constructor(page, portal) {
		this.page = page;
		this.portal = portal;
	}

	async open() {
		await this.page.goto(`${this.portal.url}/demo`);
	}

	phone(name) {
		return this.page.getByRole('region', { name });
	}

	mailbox(address) {
		return this.page.getByRole('region', { name: `Postkasse: ${address}` });
	}

	// All that is due is sent; the telephone's newest message.
	async newest(name) {
		await this.portal.tick();
		await this.open();
		return this.phone(name).locator('.bubble').last().innerText();
	}

	async answer(name, text) {
		await this.open();
		await this.phone(name).getByLabel('Svar som').fill(text);
		await this.phone(name).getByRole('button').click();
		return this.newest(name);
	}

	// The page behind the newest mail's link, or the newest SMS's.
	async link(where) {
		await this.portal.tick();
		await this.open();
		const box = where.includes('@') ?
			this.mailbox(where).locator('details').first() :
			this.phone(where).locator('.bubble', { has: this.page.locator('a') })
				.last();
		const path = await box.locator('a').last().getAttribute('href');
		return this.portal.url + path;
	}

	async forward(...buttons) {
		await this.open();
		for (const button of buttons)
			await press(this.page, button);
		await this.portal.tick();
	}

	async code(address) {
		await this.portal.tick();
		await this.open();
		const text = await this.mailbox(address).innerText();
		return /Din kode er (\d{6})/.exec(text)[1];
	}

	// What the app of one of the staff shows now.
	async app(address) {
		await this.open();
		const app = this.page.locator(`[data-app="${address}"]`);
		return /\d{6}/.exec(await app.innerText())[0];
	}
}

// ---- what they do again and again ----

export async function signIn(page, demo, address) {
	await page.goto(`${demo.portal.url}/log-ind`);
	await page.getByLabel('Din e-mailadresse').fill(address);
	await press(page, 'Send mig en kode');
	await page.waitForURL('**/log-ind/kode');
	await page.getByLabel('Koden fra din e-mail').fill(await demo.code(address));
	await page.getByText('Husk mig på denne telefon').click();
	await press(page, 'Log ind');
	if (!address.endsWith('@holstebro.example'))
		return;
	await page.getByLabel('Koden fra din app').fill(await demo.app(address));
	await press(page, 'Log ind');
}

export const TASK = {
	work: 'pakning', more: 'til jul', level: 'En, der har prøvet det før',
	day: '2026-12-03', from: '09:00', to: '12:00', pay: '145',
	paid: '2026-12-31', meet: 'Bagindgangen i gården',
};

export async function fillTask(page, task) {
	await page.getByLabel('Hvad skal der laves?').selectOption(task.work);
	await page.getByLabel('Lidt mere om opgaven').fill(task.more);
	await page.locator('.form-group-radio', { hasText: task.level })
		.locator('label').click();
	await page.getByLabel('Dag', { exact: true }).fill(task.day);
	await page.getByLabel('Fra klokken').fill(task.from);
	await page.getByLabel('Til klokken').fill(task.to);
	await page.getByLabel('Løn i timen').fill(task.pay);
	await page.getByLabel('Lønnen er udbetalt senest').fill(task.paid);
	await page.getByLabel('Hvor møder man op').fill(task.meet);
}

export async function postTask(page, demo, task) {
	await page.goto(`${demo.portal.url}/opgaver/ny?vis=0`);
	await fillTask(page, { ...TASK, ...task });
	await press(page, 'Se, hvordan det bliver');
	await press(page, 'Opret opgaven');
	await page.waitForURL(/\/opgaver\/\d+$/);
}
