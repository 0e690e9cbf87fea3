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
