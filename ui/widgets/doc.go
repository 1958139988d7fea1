// Package widgets holds the parts from which the pages and dialogs of the window are built: a table for any number of
// rows, buttons, form fields, dialogs, the sidebar and bars.
//
// They know nothing of the program: a page gives them texts and functions. Their functions are called on Fyne's
// goroutine and must not block. Everything of a widget may be touched on that goroutine only.
package widgets
