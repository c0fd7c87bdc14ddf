namespace Fuzzer.Mutations;

/// <summary>Names at which programs fail.</summary>
internal static class Texts
{
    private static readonly string[] Special =
    [
        "", " ", "x", "..", "../../etc/passwd", "/dev/zero", "%s%n", "<script>", "\u202Eevil", "\0", "a\nb", "'", "\"", "{0}", "NaN", "\uFFFD", "ä", "😀",
        "ai.onnx", "com.microsoft", "float", "linear", "NOTSET", "SAME_UPPER", "VALID", "reflect", "bilinear", "reverse", "bidirectional",
    ];

    public static string Pick(Random random) => random.Next(8) switch
    {
        0 => new string((char)('a' + random.Next(26)), 1 << random.Next(18)),
        1 => string.Concat(Enumerable.Repeat("ab.", 1 << random.Next(16))),
        _ => Special[random.Next(Special.Length)],
    };
}
