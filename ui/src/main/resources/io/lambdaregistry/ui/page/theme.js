// Sets the theme that the user has chosen before the first paint. Without a choice the system's theme applies.
const theme = localStorage.getItem('theme');
if (theme === 'light' || theme === 'dark') {
  document.documentElement.dataset.theme = theme;
}
