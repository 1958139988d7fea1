// Package widgets holds the parts from which the pages and dialogs of the window are built: buttons, links, panels, bars and
// tooltips; and what all widgets are drawn with: boxes, labels, icons, and how these stand beside and below each other. Fields are in
// package form, menus in menu, dialogs in dialog, tables in grid, charts in chart, and the navigation in sidebar.
//
// They know nothing of the program: a page gives them strings and functions. Their functions are called on Fyne's
// goroutine and must not block. Everything of a widget may be touched on that goroutine only.
package widgets
