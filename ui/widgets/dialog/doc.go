// Package dialog holds the modal dialogs of a window: their keys, their size as what is in them grows, questions and messages.
//
// The controls in a dialog do not know it, but what package widgets calls a layer.
package dialog
