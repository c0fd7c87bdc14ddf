using System.Formats.Tar;
using System.IO.Compression;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>The standard's own test cases of single operators, with their data.</summary>
internal static class NodeCases
{
    private const string Folder = "node/";

    public static IReadOnlyList<NodeCase> Read()
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using var file = File.OpenRead(SharedAssets.Data("onnx_v1.21.0_backend_tests.tgz"));
        using var reader = new TarReader(new GZipStream(file, CompressionMode.Decompress));
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.DataStream != null && entry.Name.StartsWith(Folder, StringComparison.Ordinal))
            {
                using var bytes = new MemoryStream();
                entry.DataStream.CopyTo(bytes);
                files.Add(entry.Name[Folder.Length..], bytes.ToArray());
            }
        }

        return [.. files.GroupBy(file => file.Key.Split('/')[0]).Select(group => Case(group.Key, group.ToDictionary(file => file.Key, file => file.Value)))];
    }

    private static NodeCase Case(string name, Dictionary<string, byte[]> files) => new(
        name["test_".Length..],
        new OnnxModel(ModelProto.Parser.ParseFrom(files[$"{name}/model.onnx"]), name),
        Numbered(files, $"{name}/test_data_set_0/input"),
        Numbered(files, $"{name}/test_data_set_0/output"));

    private static byte[][] Numbered(Dictionary<string, byte[]> files, string prefix)
    {
        int count = files.Keys.Count(file => file.StartsWith(prefix, StringComparison.Ordinal));
        return [.. Enumerable.Range(0, count).Select(i => files[$"{prefix}_{i}.pb"])];
    }
}
