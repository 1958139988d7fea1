// Package assets holds the files that are built into the program: its icons and the texts of its languages.
package assets

import "embed"

// AppIcon is the program's icon, a PNG of 512 by 512 pixels.
//
//go:embed icon.png
var AppIcon []byte

// Icons holds the 16 pixel icons of the window as icons/NAME.svg, drawn in one color that the theme replaces.
//
//go:embed icons/*.svg
var Icons embed.FS

// Translations holds the window's texts by language as translations/xx.json.
// English has every text, as its own translation.
//
//go:embed translations/*.json
var Translations embed.FS
