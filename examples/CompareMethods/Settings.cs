namespace Examples;

/// <summary>Which model to compare, and on what.</summary>
internal sealed record Settings(string Model, string Data, string? Calibration, string? Label, string Output, bool Everything, Preprocessing Preprocessing)
{
    public const string Usage = """
        Compares ways to quantize an ONNX model to INT8.

            CompareMethods                           the Fashion-MNIST model that comes with the examples
            CompareMethods model.onnx data [options]

            model.onnx     an FP32 model
            data           a folder of JPEG or PNG files, with a labels.txt ("file class-index" a line) where they have labels, for a model
                           with one image input [N,3,height,width]; or a CSV file with a header, whose columns but the label are, in their
                           order, the numbers of the model's only input

            --calibration  another folder or CSV file to calibrate on (default: every fifth row of data, which is then not scored)
            --label        the column of the CSV file that holds the class, a whole number from 0, or the right number
            --output       where comparison.html and comparison.md go (default: a folder of the program's)
            --everything   1 to quantize all that can be, also where INT8 is not faster (0)
            --resize, --crop, --mean, --std   of images, as in ImageClassification
        """;

    public bool IsImages => Directory.Exists(Data);

    public static Settings From(string[] args)
    {
        var arguments = new CommandLine(args, "--calibration", "--label", "--output", "--everything", "--resize", "--crop", "--mean", "--std");
        string examples = Path.Combine(AppContext.BaseDirectory, "data");
        (string model, string data) = arguments.Count switch
        {
            0 => (Path.Combine(examples, "fashion_cnn_fp32.onnx"), ""),
            2 => (arguments[0], arguments[1]),
            _ => throw new ArgumentException("Expected a model and a folder of images or a CSV file, or nothing."),
        };
        if (data.Length > 0 && !Directory.Exists(data) && !File.Exists(data))
        {
            throw new ArgumentException($"There is no folder and no file '{data}'.");
        }

        var preprocessing = new Preprocessing(
            arguments.Number("--resize", 256),
            arguments.Number("--crop", 224),
            arguments.Numbers("--mean", 123.675f, 116.28f, 103.53f),
            arguments.Numbers("--std", 58.395f, 57.12f, 57.375f));
        string output = arguments.Text("--output") ?? Path.Combine(AppContext.BaseDirectory, "comparison");
        return new Settings(model, data, arguments.Text("--calibration"), arguments.Text("--label"), output, arguments.Number("--everything", 0) != 0, preprocessing);
    }
}
