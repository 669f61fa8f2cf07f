// Before the first paint: the theme that was chosen here, if one was. Without a choice the system's counts.
const theme = localStorage.getItem('theme');
if (theme === 'light' || theme === 'dark') {
  document.documentElement.dataset.theme = theme;
}
