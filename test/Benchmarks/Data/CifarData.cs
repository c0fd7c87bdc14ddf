namespace Benchmarks;

/// <summary>CIFAR-10's binary format: a label byte, then 1,024 bytes each of red, green and blue.</summary>
internal static class CifarData
{
    private const int Pixels = 1024;
    private const int RecordLength = 1 + (3 * Pixels);

    public static RowSource File(string name, bool normalized) => new(() =>
    {
        byte[] records = CompressedFile.Read($"{name}.bin.gz");
        return (records.Length / RecordLength, i => Row(records.AsSpan(i * RecordLength, RecordLength), normalized));
    });

    private static LabelledRow Row(ReadOnlySpan<byte> record, bool normalized)
    {
        var values = new float[3 * Pixels];
        for (int i = 0; i < values.Length; i++)
        {
            float value = record[1 + i];
            values[i] = normalized ? (value - ImageNetData.Mean[i / Pixels]) / ImageNetData.Deviation[i / Pixels] : value;
        }

        return new LabelledRow("input", values, [1, 3, 32, 32], record[0]);
    }
}
