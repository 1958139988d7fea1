// Package reveal shows a file in its folder, in the file manager of the system. No shell reads its name.
package reveal
