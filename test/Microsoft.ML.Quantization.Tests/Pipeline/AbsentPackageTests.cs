using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

[TestClass]
public sealed class AbsentPackageTests
{
    [TestMethod]
    public void SavedModel_IsScoredByAProgramWithoutThisLibrary()
    {
        var context = new MLContext(1);
        using var file = new ModelFile(PipelineModels.Dense(6, 4, "N"));
        var data = PipelineData.Table(context, 9, 6);
        var pipeline = context.Transforms.CopyColumns("Features", "x").Append(StandInQuantizer.Estimator(context, ["Score"], ["Features"], file.Path));
        var model = pipeline.Fit(data);
        using var folder = new TemporaryFolder();
        context.Model.Save(model, data.Schema, folder.File("model.zip"));
        float[] row = [1, -0.5f, 0.25f, 2, 0, 1];
        using var engine = context.Model.CreatePredictionEngine<PipelineData.TableRow, Scored>(model, inputSchemaDefinition: PipelineData.TableColumns(6));
        string expected = string.Join(' ', engine.Predict(new PipelineData.TableRow { X = row }).Score.Select(score => score.ToString("R", CultureInfo.InvariantCulture)));
        Assert.AreEqual(expected, Run(folder.File("model.zip"), row));
    }

    private static string Run(string model, float[] row)
    {
        // The tests run from bin/<configuration>/<framework>, and the other program is built beside them in the same way.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string tests = output.Parent!.Parent!.Parent!.Parent!.FullName;
        string program = Path.Combine(tests, "StockConsumer", "bin", output.Parent.Name, output.Name, "StockConsumer.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in row.Select(value => value.ToString("R", CultureInfo.InvariantCulture)).Prepend(model).Prepend(program))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors.Result);
        return text;
    }

    private sealed class Scored
    {
        public float[] Score { get; set; } = [];
    }
}
