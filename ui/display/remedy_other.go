//go:build !windows

package display

const remedy = "Install the OpenGL library (on Debian and Ubuntu the package libgl1-mesa-dri), and let the display have the extension GLX."
