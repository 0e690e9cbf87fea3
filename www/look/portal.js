// Every page works without this; it only spares people some steps.
// "dkfds" is the design system's own scripts (see build.mjs).
import CharacterLimit from 'dkfds/components/character-limit';
import ErrorSummary from 'dkfds/components/error-summary';
import Navigation from 'dkfds/components/navigation';

const all = (selector) => document.querySelectorAll(selector);

const span = (classes, text) => {
	const s = document.createElement('span');
	s.className = classes;
	s.textContent = text;
	return s;
};

// Tells the style sheet that the menu no longer opens by its address.
document.documentElement.classList.add('js');

// Without script these are links to the menu and away from it.
for (const link of all('.js-menu-open, .js-menu-close')) {
	link.setAttribute('role', 'button');
	link.addEventListener('click', (e) => e.preventDefault());
	link.addEventListener('keydown', (e) => {
		if (e.key === ' ') {
			e.preventDefault();
			link.click();
		}
	});
}
for (const link of all('.js-menu-open'))
	link.setAttribute('aria-haspopup', 'dialog');
if (document.querySelector('.mobile-drawer'))
	new Navigation().init();

// <input class="form-input" data-max="60"> in a .form-group: what is left is
// counted beneath it. The page itself must say how much it takes.
for (const field of all('.form-input[data-max]')) {
	const group = field.closest('.form-group');
	if (!group)
		continue;
	const visible = span('form-hint character-limit', '');
	visible.setAttribute('aria-hidden', 'true');
	const spoken = span('character-limit-sr-only sr-only', '');
	spoken.setAttribute('aria-live', 'polite');
	field.after(visible, spoken);
	group.classList.add('form-limit');
	group.dataset.maxlength = field.dataset.max;
	new CharacterLimit(group).init();
}

// <select data-find="label">: a field above it leaves the options that hold all
// the words that are typed; Enter takes the first of them. data-found says how
// many are left.
for (const select of all('select[data-find]')) {
	const { find, found } = select.dataset;
	const field = document.createElement('input');
	const label = document.createElement('label');
	const told = span('form-hint', '');
	const groups = [...select.querySelectorAll('optgroup')]
		.map((group) => [group, [...group.children]]);
	const [none] = select.children;

	field.type = 'search';
	field.id = `${select.id}-find`;
	field.className = 'form-input input-width-l';
	field.autocomplete = 'off';
	label.htmlFor = field.id;
	label.className = 'form-hint';
	label.textContent = find;
	told.setAttribute('aria-live', 'polite');
	select.before(label, field, told);

	const fits = (option, words) => {
		const text = `${option.text} ${option.dataset.words} ` +
			option.dataset.group;
		return words.every((word) => text.toLowerCase().includes(word));
	};
	const show = () => {
		const words = field.value.toLowerCase().split(/\s+/);
		const chosen = select.value;
		let left = [];
		select.replaceChildren(none);
		for (const [group, options] of groups) {
			const fit = options.filter((o) => fits(o, words));
			left = left.concat(fit);
			group.replaceChildren(...options.filter((o) =>
				fit.includes(o) || o.value === chosen));
			if (group.firstChild)
				select.append(group);
		}
		select.value = chosen;
		told.textContent = field.value.trim() ?
			found.replace('{n}', left.length) : '';
		return left;
	};
	for (const [group, options] of groups)
		for (const option of options)
			option.dataset.group = group.label;
	field.addEventListener('input', show);
	field.addEventListener('keydown', (e) => {
		if (e.key !== 'Enter')
			return;
		e.preventDefault();
		const [first] = show();
		if (!first || !field.value.trim())
			return;
		select.value = first.value;
		for (const name of ['input', 'change'])
			select.dispatchEvent(new Event(name, { bubbles: true }));
		select.focus();
	});
}

// <p data-suggest="field" data-from="select"> with a span: what the chosen
// option's data-words proposes, as buttons that fill the field.
for (const box of all('[data-suggest]')) {
	const field = document.getElementById(box.dataset.suggest);
	const from = document.getElementById(box.dataset.from);

	const button = (word) => {
		const b = document.createElement('button');
		b.type = 'button';
		b.className = 'button button-secondary';
		b.textContent = word;
		b.addEventListener('click', () => {
			field.value = word;
			field.dispatchEvent(new Event('input', { bubbles: true }));
			field.dispatchEvent(new Event('keyup'));
			field.focus();
		});
		return b;
	};
	const show = () => {
		const words = from.selectedOptions[0]?.dataset.words ?? '';
		box.hidden = !words;
		box.querySelector('span').replaceChildren(
			...words.split(' · ').filter(Boolean).map(button));
	};
	from.addEventListener('change', show);
	show();
}

// <div data-preview="/path"> in a form: what the path answers to the fields so
// far stands there. It is asked once the fingers rest, for fields whose names
// the path has in data-fields, and an answer that comes too late is not shown.
for (const box of all('[data-preview]')) {
	const form = box.closest('form');
	const fields = box.dataset.fields.split(' ');
	let waiting, asking, told = '';

	const show = (html) => {
		if (html === told)
			return;
		told = html;
		const page = new DOMParser().parseFromString(html, 'text/html');
		box.replaceChildren(...page.body.childNodes);
	};
	const ask = async () => {
		const sent = new URLSearchParams();
		for (const [name, value] of new FormData(form))
			if (fields.includes(name))
				sent.append(name, value);
		asking?.abort();
		asking = new AbortController();
		try {
			const answer = await fetch(`${box.dataset.preview}?${sent}`,
				{ signal: asking.signal, redirect: 'error' });
			show(answer.ok ? (await answer.text()).trim() : '');
		} catch (e) {
			if (e.name !== 'AbortError')
				show('');
		}
	};
	const soon = (ms) => {
		clearTimeout(waiting);
		waiting = setTimeout(ask, ms);
	};
	form.addEventListener('input', (e) => {
		if (fields.includes(e.target.name))
			soon(300);
	});
	soon(0);
}

// ---- passkeys: the page holds the question, and the form the answer ----

const toBytes = (s) => Uint8Array.from(
	atob(s.replace(/-/g, '+').replace(/_/g, '/')), (l) => l.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
	.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

async function addKey({ challenge, site, handle, name, known }) {
	const { response } = await navigator.credentials.create({ publicKey: {
		challenge: toBytes(challenge),
		rp: { id: site, name: 'Småjob' },
		user: { id: new TextEncoder().encode(handle), name,
			displayName: name },
		pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
		excludeCredentials: known.split(' ').filter(Boolean)
			.map((id) => ({ type: 'public-key', id: toBytes(id) })),
		authenticatorSelection: { residentKey: 'required',
			requireResidentKey: true, userVerification: 'required' },
		attestation: 'none',
	} });
	return { klient: response.clientDataJSON,
		attest: response.attestationObject };
}

async function useKey({ challenge, site }) {
	const { rawId, response } = await navigator.credentials.get({ publicKey: {
		challenge: toBytes(challenge),
		rpId: site,
		userVerification: 'required',
	} });
	return { noegle: rawId, klient: response.clientDataJSON,
		data: response.authenticatorData, underskrift: response.signature,
		hvem: response.userHandle || [] };
}

for (const form of all('form[data-passkey]')) {
	const { site, passkey } = form.dataset;
	const failed = form.querySelector('[data-passkey-failed]');
	// Keys belong to the site's own name, and need a browser that has them.
	if (!window.PublicKeyCredential || location.hostname !== site)
		continue;
	form.hidden = false;
	form.addEventListener('submit', async (e) => {
		const name = form.elements.navn;
		// The portal says what to mend before a key is made.
		if (name && !name.value.trim())
			return;
		e.preventDefault();
		e.stopImmediatePropagation();
		failed.hidden = true;
		try {
			const answer = await (passkey === 'create' ? addKey : useKey)(
				form.dataset);
			for (const [field, bytes] of Object.entries(answer))
				form.elements[field].value = toText(bytes);
			form.submit();
		} catch {
			failed.hidden = false;
		}
	});
}

// An impatient second press is not sent; the first is on its way.
for (const form of all('form[method="post"]')) {
	let sent = -Infinity;
	form.addEventListener('submit', (e) => {
		if (e.timeStamp - sent < 2000)
			e.preventDefault();
		else
			sent = e.timeStamp;
	});
}

// Last, since it moves the focus to what needs mending.
for (const summary of all('[data-module="error-summary"]'))
	new ErrorSummary(summary).init();
