package theme

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"

	"inventorybeacon/assets"
)

// IconIn returns one of our own icons (a name from assets/icons without its ending) in the color of the given name, as it is
// in the theme at the moment. It panics on a name that is not there, which is a mistake in the program.
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
