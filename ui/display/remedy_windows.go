package display

const remedy = "Install the driver of the graphics card, or put opengl32.dll of Mesa (a build with llvmpipe) into the folder of the program."
