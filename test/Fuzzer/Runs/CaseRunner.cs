using Fuzzer.Corpus;
using Fuzzer.Data;
using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Quantization;

namespace Fuzzer.Runs;

/// <param name="Seed">Decides the rows and the options.</param>
/// <param name="Report">Whether the report is made: it takes a second.</param>
internal sealed record MLCaseSettings(int Seed, bool Report);

/// <summary>Does with a file what a program would: quantizes, scores, reports and saves, and judges how that ends.</summary>
internal static class CaseRunner
{
    private static readonly CalibrationMethod[] Methods = Enum.GetValues<CalibrationMethod>();

    public static Outcome Run(SavedCase saved, MLCaseSettings settings)
    {
        try
        {
            var context = new MLContext(1);
            switch (saved.Kind)
            {
                case CaseKind.Table:
                    using (var model = Quantize(context, saved.Original, saved.Original, settings with { Report = false }, CalibrationTable.Load(saved.File)))
                    {
                        model.Calibration!.Save(Path.Combine(saved.Folder, "again.json"));
                    }

                    break;
                case CaseKind.Zip:
                    Load(context, saved);
                    break;
                case CaseKind.Checkpoint:
                    Train(context, saved);
                    break;
                default:
                    Quantize(context, saved.File, saved.Original, settings, table: null).Dispose();
                    break;
            }

            return new Outcome(OutcomeKind.Ok);
        }
        catch (Exception e)
        {
            return ErrorJudge.Judge(e, saved);
        }
    }

    private static QuantizedOnnxTransformer Quantize(MLContext context, string file, string original, MLCaseSettings settings, CalibrationTable? table)
    {
        var random = new Random(settings.Seed);
        var options = new QuantizationOptions
        {
            IntraOpThreads = 1,
            OnlyWhereFaster = random.Next(4) == 0,
            Calibration = random.Next(4) > 0 ? CalibrationMethod.MinMax : Methods[random.Next(Methods.Length)],
            CrossLayerEqualization = random.Next(5) == 0,
            PerChannel = random.Next(4) > 0,
            CalibrationTable = table,
        };
        var step = context.Transforms.Quantize(file, options);
        var rows = Rows(file, original, settings.Seed);
        var model = step.Fit(rows);
        try
        {
            Drain.Read(model.Transform(rows));
            if (settings.Report)
            {
                _ = model.Report!.ToString();
            }

            model.SaveOnnx(Path.Combine(Path.GetDirectoryName(file)!, "out.int8.onnx"));
            context.Quantization().Save(model, rows.Schema, Path.Combine(Path.GetDirectoryName(file)!, "out.zip"));
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static void Load(MLContext context, SavedCase saved)
    {
        var model = context.Quantization().Load(saved.File, out _);
        using (model as IDisposable)
        {
            Drain.Read(model.Transform(Rows(saved.Original, saved.Original, seed: 1)));
        }
    }

    private static void Train(MLContext context, SavedCase saved)
    {
        var training = SavedSources.Training(saved.Folder);
        using var model = context.Transforms.QuantizeAware(saved.Original, options: training).Fit(Rows(saved.Original, saved.Original, seed: 1));
    }

    private static MadeUpView Rows(string file, string original, int seed)
    {
        try
        {
            return MadeUpView.For(File.ReadAllBytes(file), seed);
        }
        catch (InvalidProtocolBufferException)
        {
            return MadeUpView.For(File.ReadAllBytes(original), seed);
        }
    }
}
