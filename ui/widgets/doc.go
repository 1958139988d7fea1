// Package widgets holds the parts from which the pages and dialogs of the window are built: buttons, form fields, dialogs, menus,
// the sidebar, bars and tooltips. What other widgets are drawn with is exported too; the table is in package grid.
//
// They know nothing of the program: a page gives them strings and functions. Their functions are called on Fyne's
// goroutine and must not block. Everything of a widget may be touched on that goroutine only.
package widgets
