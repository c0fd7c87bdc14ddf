namespace Examples;

/// <summary>What to classify, with which model.</summary>
internal sealed record Settings(string Model, string Images, string Labels, string Calibration, Preprocessing Preprocessing)
{
    public const string Usage = """
        Quantizes an ImageNet-style ONNX model to INT8 and labels a folder of images with it.

            ImageClassification model.onnx images labels.txt [options]

            model.onnx     an FP32 classifier: one image input [N,3,height,width], one vector of scores
            images         a folder of JPEG or PNG files; with a labels.txt ("file class-index" a line) in it, top-1 is printed
            labels.txt     the classes in order, one a line, such as ImageNet's synset_words.txt

            --calibration  folder of other images to calibrate on (default: the first 100 of images, which flatters INT8 a little)
            --resize       length of the shorter side after resizing (256)
            --crop         side of the centre square the model sees (224)
            --mean         of red, green, blue on the scale 0..255 (123.675,116.28,103.53)
            --std          of red, green, blue on the scale 0..255 (58.395,57.12,57.375)
        """;

    /// <returns><see langword="null"/> without arguments, where no sample images were found either.</returns>
    public static Settings? From(string[] args)
    {
        var arguments = new CommandLine(args, "--calibration", "--resize", "--crop", "--mean", "--std");
        if (arguments.Count is not (0 or 3))
        {
            throw new ArgumentException("Expected a model, a folder of images and a file of labels.");
        }

        if (arguments.Count == 0)
        {
            return args.Length == 0 ? Samples() : throw new ArgumentException("Options need a model, a folder of images and a file of labels before them.");
        }

        var preprocessing = new Preprocessing(
            arguments.Number("--resize", 256),
            arguments.Number("--crop", 224),
            arguments.Numbers("--mean", 123.675f, 116.28f, 103.53f),
            arguments.Numbers("--std", 58.395f, 57.12f, 57.375f));
        return new Settings(arguments[0], arguments[1], arguments[2], arguments.Text("--calibration") ?? arguments[1], preprocessing);
    }

    /// <summary>The models and images of the tests, in the folder named by <c>MLQ_ASSETS</c> or <c>shared</c> beside the checkout.</summary>
    private static Settings? Samples()
    {
        string root = Environment.GetEnvironmentVariable("MLQ_ASSETS") is { Length: > 0 } named ? named : Path.Combine("..", "shared");
        string images = Path.Combine(root, "data", "imagenet_val650");
        string model = Path.Combine(root, "models", "mobilenetv2_imagenet_fp32.onnx");
        if (!Directory.Exists(images) || !File.Exists(model))
        {
            return null;
        }

        // These images are 227 x 227 already: resizing to 256 would only blur them.
        return From(
        [
            model, images, Path.Combine(root, "data", "synset_words.txt"),
            "--calibration", Path.Combine(root, "data", "imagenet_calib500"), "--resize", "227",
        ]);
    }
}
