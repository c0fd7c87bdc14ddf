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
        table.Columns("model", "INT8 bytes", "SHA-256");
        foreach (string path in Assets.Models().Where(path => arguments.Selects(Path.GetFileName(path)) && !path.Contains("_qdq_", StringComparison.Ordinal)))
        {
            var result = PostTrainingQuantizer.Run(path, ModelRows.Read(path, arguments.Number("rows", 40)), new QuantizationOptions(), new SilentProgress());
            using var model = result.Model;
            model.Proto.MetadataProps.Clear();
            byte[] bytes = model.Proto.ToByteArray();
            table.Row(Path.GetFileName(path), $"{bytes.Length}", Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
        }
    }
}
