package theme

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/assets"
)

// Icon returns one of our own icons (a name from assets/icons without its ending) in the color of text.
// It panics on a name that is not there, which is a mistake in the program.
func Icon(name string) fyne.Resource {
	return IconIn(name, fynetheme.ColorNameForeground)
}

// IconIn returns one of our own icons in the color of the given name, as it is in the theme at the moment.
// Fyne's own colored resources leave lines black and color only areas.
func IconIn(name string, colorName fyne.ThemeColorName) fyne.Resource {
	drawing, err := assets.Icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		panic(fmt.Sprintf("theme: no icon %q: %v", name, err))
	}
	c := color.NRGBAModel.Convert(Color(colorName)).(color.NRGBA)
	hex := fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
	return fyne.NewStaticResource(name+hex+".svg", bytes.ReplaceAll(drawing, []byte("#000000"), []byte(hex)))
}
