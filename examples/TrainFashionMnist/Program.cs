using Examples;
using Microsoft.ML.Quantization;

const double Tolerance = 1e-4;

var arguments = new CommandLine(args, "--data", "--epochs", "--rows", "--output", "--extract");
string folder = arguments.Text("--data") ?? FashionData.DebianFolder;
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"""
        {folder} does not exist. Install Fashion-MNIST with
            apt-get install dataset-fashion-mnist
        or name the folder that holds its four files with --data.
        """);
    return 1;
}

if (arguments.Text("--extract") is { } target)
{
    FashionData.Cut(folder, target, trainingRows: 500, testRows: 2000);
    return 0;
}

TorchSharpRuntime.EnsureLoaded();
return TrainAndExport(
    arguments.Number("--epochs", 6),
    arguments.Number("--rows", int.MaxValue),
    arguments.Text("--output") ?? "fashion_cnn_fp32.onnx");

int TrainAndExport(int epochs, int rows, string output)
{
    TorchSharp.torch.random.manual_seed(1);
    FashionData training = FashionData.Load(folder, FashionData.Training, rows);
    FashionData test = FashionData.Load(folder, FashionData.Test, rows);
    using var network = new FashionNet();
    Console.WriteLine($"{network.parameters().Sum(parameter => parameter.numel()):N0} parameters, {training.Rows:N0} training images");

    Trainer.Train(network, training, epochs, (epoch, loss) => Console.WriteLine($"epoch {epoch}: loss {loss:F4}"));
    Console.WriteLine($"top-1 on {test.Rows:N0} test images: {Trainer.Accuracy(network, test):P2}");

    network.Export().Save(output);
    (TorchSharp.torch.Tensor images, _) = test.Rowset(TorchSharp.torch.arange(Math.Min(100, test.Rows), TorchSharp.torch.int64));
    double difference = ExportCheck.LargestDifference(output, network, images);
    Console.WriteLine($"{output}: {new FileInfo(output).Length:N0} bytes, scores within {difference:E1} of TorchSharp's");
    return difference <= Tolerance ? 0 : 1;
}
