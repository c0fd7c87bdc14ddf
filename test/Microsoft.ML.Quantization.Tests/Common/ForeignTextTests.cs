using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization.Tests.Common;

[TestClass]
public sealed class ForeignTextTests
{
    [TestMethod]
    [DataRow("plain name/of:0", "plain name/of:0")]
    [DataRow("שלום ü 漢字 👍", "שלום ü 漢字 👍")]
    [DataRow("a\u202Egnp.exe", "a\uFFFDgnp.exe")]
    [DataRow("\u2066a\u2069\u200F\u061C\u200B\uFEFF\u00AD", "\uFFFDa\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD")]
    [DataRow("a\0b\u001b[31m\u0085\u007f\u2028", "a\uFFFDb\uFFFD[31m\uFFFD\uFFFD\uFFFD")]
    [DataRow("\U000E0041\u3164\uFE0F\uFFFF", "\uFFFD\uFFFD\uFFFD\uFFFD")]
    [DataRow("one\r\ntwo\t", "one  two ")]
    public void Line_ShowsNothingInvisible(string text, string expected) => Assert.AreEqual(expected, ForeignText.Line(text));

    [TestMethod]
    public void HalvesOfCharacters_AreUnknownOnes() => Assert.AreEqual("\uFFFDx\uFFFD", ForeignText.Line("\uD800x\uDC00"));

    [TestMethod]
    public void Lines_KeepsLineBreaks() => Assert.AreEqual("one\r\ntwo\t\uFFFD", ForeignText.Lines("one\r\ntwo\t\u202E"));

    [TestMethod]
    public void LongText_KeepsItsEnds()
    {
        string shown = ForeignText.Line($"first{new string('x', 1_000_000)}last");
        Assert.AreEqual(ForeignText.LongestName + 1, shown.Length);
        Assert.IsTrue(shown.StartsWith("first", StringComparison.Ordinal) && shown.EndsWith("last", StringComparison.Ordinal));

        // No half of a character is left where it is cut.
        Assert.AreEqual($"{new string('a', 4)}\uFFFD\u2026\uFFFD{new string('b', 4)}", ForeignText.Line("aaaa👍👍👍bbbb", 10));
    }
}
