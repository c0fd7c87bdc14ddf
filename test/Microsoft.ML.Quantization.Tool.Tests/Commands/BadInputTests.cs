using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

[TestClass]
public sealed class BadInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [TestMethod]
    public void NoData_SaysWhatToGive()
    {
        var run = Quantize();
        run.IsBadInput("--data", "--random", "Try: mlquant quantize");
        string[] tried = run.Errors.TrimEnd().Split('\n')[^1]["Try: mlquant ".Length..].Trim().Split(' ');
        Assert.IsEmpty(Microsoft.ML.Quantization.Tool.Commands.RootCommandFactory.Create(TextWriter.Null, TextWriter.Null).Parse(tried).Errors);
    }

    /// <summary>Models of images with free sizes, and of text, do not take numbers from a table.</summary>
    [TestMethod]
    public void TableForAModelOfOtherThings_SaysWhatToGive()
    {
        string table = _scratch.Text("rows.csv", "a,b", "1,2");
        string images = Saved("images.onnx", new ModelBuilder(13).Input("x", -1, 3, -1, -1).Node("Relu", "x", "y").Output("y"));
        ToolRun.Of("quantize", images, "--data", table, "-o", _scratch["m.onnx"]).IsBadInput("'x'", "rows.csv", "folder of images", ".npz");
        string text = Saved("text.onnx", new ModelBuilder(13).Input("ids", -1, -1).Input("mask", -1, -1).Node("Add", "ids mask", "y").Output("y"));
        ToolRun.Of("quantize", text, "--data", table, "-o", _scratch["m.onnx"]).IsBadInput("'ids'", "rows.csv", "--vocab", "--text");

        string Saved(string name, ModelBuilder model)
        {
            File.WriteAllBytes(_scratch[name], Google.Protobuf.MessageExtensions.ToByteArray(model.Build()));
            return _scratch[name];
        }
    }

    [TestMethod]
    public void NoModel_IsNamed() => ToolRun.Of("quantize", _scratch["no.onnx"], "--random", "3", "-o", _scratch["m.onnx"]).IsBadInput("no.onnx");

    [TestMethod]
    public void NotAModel_IsNamed() => ToolRun.Of("inspect", _scratch.Text("text.onnx", "hello")).IsBadInput("text.onnx", "not an ONNX model");

    [TestMethod]
    public void FolderWithoutImages_IsNamed()
    {
        _scratch.Text(Path.Combine("empty", "readme.md"), "no image");
        Quantize("--data", _scratch["empty"]).IsBadInput("empty", "no images", ".jpg");
    }

    [TestMethod]
    public void FewDamagedImages_AreCountedAndLeftOut()
    {
        string images = _scratch.Images("images", 2, 15);
        File.WriteAllBytes(_scratch[Path.Combine("images", "class0", "damaged.png")], File.ReadAllBytes(_scratch[Path.Combine("images", "class0", "000.png")])[..200]);
        var made = Quantize("--data", images, "--preset", "unit").Succeeds();
        Assert.Contains("1 of 31 images were left out", made.Errors);
        Assert.Contains("damaged.png", made.Errors);
    }

    [TestMethod]
    public void ManyDamagedImages_EndTheCommand()
    {
        string images = _scratch.Images("images", 2, 4);
        _scratch.Text(Path.Combine("images", "class0", "a.png"), "not a picture");
        _scratch.Text(Path.Combine("images", "class1", "b.png"), "not a picture");
        Quantize("--data", images).IsBadInput("left out", "too many");
        Assert.IsFalse(File.Exists(_scratch["m.onnx"]));
    }

    [TestMethod]
    public void LabelsThatMatchNoImage_NameTheImage()
    {
        _scratch.Image(Path.Combine("images", "a.png"));
        _scratch.Text(Path.Combine("images", "labels.txt"), "b.png 3");
        Quantize("--data", _scratch["images"]).IsBadInput("labels.txt", "a.png");
    }

    [TestMethod]
    public void LabelLineWithoutAClass_NamesTheLine()
    {
        _scratch.Image(Path.Combine("images", "a.png"));
        _scratch.Text(Path.Combine("images", "labels.txt"), "a.png 3", "b.png cat");
        Quantize("--data", _scratch["images"]).IsBadInput("Line 2", "b.png cat");
    }

    [TestMethod]
    public void FoldersThatAreNoClasses_AreNamed()
    {
        string images = _scratch.Images("images", 2, 2);
        string classes = _scratch.Text("classes.txt", "class0 first", "other");
        Quantize("--data", images, "--classes", classes).IsBadInput("class1", "classes.txt");
    }

    [TestMethod]
    public void NumpyOfTheWrongShape_SaysWhichIsRight() =>
        Quantize("--data", _scratch.Numpy("rows.npy", Scratch.Noise(4 * 27 * 28, 1), 4, 1, 27, 28)).IsBadInput("rows.npy", "(4, 1, 27, 28)", "(4, 1, 28, 28)");

    [TestMethod]
    public void TruncatedNumpy_SaysWhere()
    {
        string path = _scratch.Numpy("rows.npy", Scratch.Noise(20 * 28 * 28, 1), 20, 1, 28, 28);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..30_000]);
        Quantize("--data", path).IsBadInput("rows.npy", "truncated", "20 rows");
    }

    [TestMethod]
    public void NotNumpy_IsNamed() => Quantize("--data", _scratch.Text("rows.npy", "1,2,3")).IsBadInput("rows.npy", "not a NumPy array");

    [TestMethod]
    public void ArchiveWithoutTheInput_NamesWhatIsThere() =>
        Quantize("--data", _scratch.NumpyArchive("rows.npz", ("images", [1, 2], [2]), ("more", [1, 2], [2]))).IsBadInput("rows.npz", "'images'", "'more'");

    [TestMethod]
    public void TableOfTheWrongWidth_NamesItsColumns() => Quantize("--data", _scratch.Text("rows.csv", "a,b", "1,2")).IsBadInput("rows.csv", "a, b", "784 values");

    [TestMethod]
    public void UnknownLabelColumn_IsNamed() => Quantize("--data", _scratch.Text("rows.csv", "a,b", "1,2"), "--label", "c").IsBadInput("'c'", "a, b");

    [TestMethod]
    public void UnknownKindOfFile_SaysWhichAreKnown() => Quantize("--data", _scratch.Text("rows.xlsx", "")).IsBadInput("rows.xlsx", ".csv", ".npz");

    [TestMethod]
    public void MissingFolderOfTheOutput_IsNamed() =>
        ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "3", "-o", _scratch[Path.Combine("none", "m.onnx")]).IsBadInput("none");

    [TestMethod]
    public void UnknownOption_PointsToHelp() => ToolRun.Of("quantize", ToolRun.FashionModel, "--dta", "x", "-o", "y").IsBadInput("--dta", "mlquant quantize --help");

    [TestMethod]
    public void MeanOfTwoNumbers_SaysHowMany()
    {
        _scratch.Image(Path.Combine("images", "a.png"));
        Quantize("--data", _scratch["images"], "--mean", "1,2").IsBadInput("--mean", "three");
    }

    /// <summary>--force replaces what is there; what the command reads is never meant.</summary>
    [TestMethod]
    public void OutputThatIsRead_IsRefused()
    {
        string model = _scratch["model.onnx"];
        File.Copy(ToolRun.FashionModel, model);
        File.CreateSymbolicLink(_scratch["link.onnx"], model);
        byte[] before = File.ReadAllBytes(model);
        foreach (string name in new[] { "model.onnx", "link.onnx", Path.Combine(".", "model.onnx") })
        {
            ToolRun.Of("quantize", model, "--random", "3", "--force", "-o", _scratch[name]).IsBadInput(name, "is read by this command");
        }

        string rows = _scratch.Numpy("rows.npy", Scratch.Noise(5 * 784, 1), 5, 1, 28, 28);
        ToolRun.Of("calibrate", model, "--data", rows, "--shard", "1/2", "--force", "-o", rows).IsBadInput("rows.npy");
        ToolRun.Of("quantize", model, "--random", "3", "--force", "-o", _scratch["m.onnx"], "--calibration", model).IsBadInput("model.onnx");
        CollectionAssert.AreEqual(before, File.ReadAllBytes(model));
    }

    [TestMethod]
    public void TwoOutputsOfOneName_AreRefused()
    {
        Quantize("--random", "3", "--calibration", _scratch["m.onnx"]).IsBadInput("m.onnx", "two things");
        Quantize("--random", "3", "--calibration", _scratch["r.json"], "--report", _scratch["r.json"]).IsBadInput("r.json", "two things");
        Assert.IsFalse(File.Exists(_scratch["m.onnx"]));
    }

    [TestMethod]
    [DataRow("litert", "m.onnx", ".tflite")]
    [DataRow("coreml", "m.tflite", ".mlpackage")]
    [DataRow("x86", "m.tflite", ".onnx")]
    public void EndingOfAnotherTarget_IsRefused(string target, string file, string right) =>
        ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "3", "-t", target, "-o", _scratch[file]).IsBadInput(file, right);

    [TestMethod]
    public void TextThatRandomCannotMakeUp_IsNamed()
    {
        var model = new Onnx.ModelProto { IrVersion = 8, Graph = new Onnx.GraphProto { Name = "text" } };
        model.OpsetImport.Add(new Onnx.OperatorSetIdProto { Version = 17 });
        foreach (var values in new[] { model.Graph.Input, model.Graph.Output })
        {
            var type = new Onnx.TypeProto { TensorType = new Onnx.TypeProto.Types.Tensor { ElemType = (int)Onnx.TensorProto.Types.DataType.String, Shape = new Onnx.TensorShapeProto() } };
            type.TensorType.Shape.Dim.Add(new Onnx.TensorShapeProto.Types.Dimension { DimParam = "N" });
            type.TensorType.Shape.Dim.Add(new Onnx.TensorShapeProto.Types.Dimension { DimValue = 1 });
            values.Add(new Onnx.ValueInfoProto { Name = values == model.Graph.Input ? "words" : "same", Type = type });
        }

        var node = new Onnx.NodeProto { OpType = "Identity" };
        node.Input.Add("words");
        node.Output.Add("same");
        model.Graph.Node.Add(node);
        File.WriteAllBytes(_scratch["text.onnx"], Google.Protobuf.MessageExtensions.ToByteArray(model));
        ToolRun.Of("quantize", _scratch["text.onnx"], "--random", "3", "-o", _scratch["m.onnx"]).IsBadInput("'words'", "text", "--data");
    }

    /// <summary>A row may take longer than a row ever should: that is the model's fault.</summary>
    [TestMethod]
    public void RowThatTakesTooLong_IsOneMessage()
    {
        using var errors = new StringWriter();
        Assert.AreEqual(2, CommandRunner.Tell(errors, new TimeoutException("A row took longer than 20 s."), CancellationToken.None));
        Assert.AreEqual("A row took longer than 20 s.", errors.ToString().Trim());
    }

    [TestMethod]
    public void OutputWithoutAName_IsRefused() => ToolRun.Of("quantize", ToolRun.FashionModel, "--random", "3", "-o", "").IsBadInput("empty");

    private ToolRun Quantize(params string[] arguments) => ToolRun.Of(["quantize", ToolRun.FashionModel, "-o", _scratch["m.onnx"], "--everywhere", .. arguments]);
}
