// Package menu holds the menu bar of a window with its keys, context menus, and the commands of which menus, bars of buttons and keys are
// made.
//
// Fyne's own menus know neither mnemonics nor F10.
package menu
