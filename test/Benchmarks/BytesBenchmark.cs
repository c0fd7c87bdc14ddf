using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Quantizing;

namespace Benchmarks;

/// <summary>A hash of each INT8 model without the record of what made it: changes of the code that are meant to change no model keep them all.</summary>
internal static class BytesBenchmark
{
    public static void Run(BenchmarkTable table, Arguments arguments)
    {
        table.Columns("model", "effort", "INT8 bytes", "SHA-256");
        foreach (string path in Assets.Models().Where(path => arguments.Selects(Path.GetFileName(path)) && !path.Contains("_qdq_", StringComparison.Ordinal)))
        {
            foreach (var effort in arguments.Efforts(QuantizationEffort.Fast, QuantizationEffort.Default))
            {
                var options = new QuantizationOptions { Effort = effort, IntraOpThreads = arguments.Number("threads", Environment.ProcessorCount) };
                var result = PostTrainingQuantizer.Run(path, ModelRows.Read(path, arguments.Number("rows", 40)), options, new SilentProgress());
                using var model = result.Model;
                model.Proto.MetadataProps.Clear();
                byte[] bytes = model.Proto.ToByteArray();
                table.Row(Path.GetFileName(path), $"{effort}", $"{bytes.Length}", Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
            }
        }
    }
}
