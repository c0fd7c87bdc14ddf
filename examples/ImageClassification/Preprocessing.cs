using Microsoft.ML;
using Microsoft.ML.Transforms.Image;

namespace Examples;

/// <summary>
/// From image files to the input most ImageNet models were trained with: the shorter side resized, the centre cropped,
/// each colour channel shifted by its mean and divided by its deviation, in the order channel, row, column.
/// </summary>
/// <param name="Resize">The length, in pixels, that the shorter side is resized to.</param>
/// <param name="Crop">The side of the square the model sees.</param>
/// <param name="Mean">Of red, green and blue, on the scale of 0 to 255.</param>
/// <param name="Deviation">Of red, green and blue, on the same scale.</param>
internal sealed record Preprocessing(int Resize, int Crop, float[] Mean, float[] Deviation)
{
    public const long Channels = 3;

    public IEstimator<ITransformer> Append(TransformsCatalog transforms, string outputColumn)
    {
        // ExtractPixels has one offset and one scale for all channels; where a model is content with those, as many mobile ones are
        // (127.5 and 1/127.5), and no crop is wanted, the step behind it is not needed.
        string cropAndNormalize = Path.Combine(AppContext.BaseDirectory, "crop_and_normalize.onnx");
        PreprocessingModel.Write(cropAndNormalize, "pixels", outputColumn, this);

        // IsoCrop fills a square: the shorter side gets its length, the longer side is cut at both ends. Asked for 224 at once it
        // would show more of the picture than resizing to 256 and cropping 224 does, so the second crop is done on the pixels.
        return transforms.LoadImages("bitmap", imageFolder: "", nameof(ImageFile.Path))
            .Append(transforms.ResizeImages("bitmap", Resize, Resize, resizing: ImageResizingEstimator.ResizingKind.IsoCrop))
            .Append(transforms.ExtractPixels("pixels", "bitmap", ImagePixelExtractingEstimator.ColorBits.Rgb))
            .Append(transforms.ApplyOnnxModel(outputColumn, "pixels", cropAndNormalize));
    }
}
