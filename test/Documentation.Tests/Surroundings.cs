// What examples may take for granted: the usings of a console project, and the variables that a program of that kind has.
global using System;
global using System.Collections.Generic;
global using System.IO;
global using System.Linq;
global using System.Threading;
global using Microsoft.ML;
global using Microsoft.ML.Data;
global using Microsoft.ML.Quantization;
global using static Surroundings;

internal static class Surroundings
{
    public static readonly MLContext mlContext = new();

    public static readonly string folder = "images";

    public static readonly IDataView calibrationData = null!, validationData = null!, trainingData = null!, testData = null!;

    public static readonly IDataView calibrationImages = null!, validationImages = null!, trainingImages = null!, testImages = null!, images = null!;

    /// <summary>LoadImages, ResizeImages, ExtractPixels.</summary>
    public static readonly IEstimator<ITransformer> imageSteps = null!;

    /// <summary>A fitted pipeline.</summary>
    public static readonly TransformerChain<QuantizedOnnxTransformer> model = null!;
}
