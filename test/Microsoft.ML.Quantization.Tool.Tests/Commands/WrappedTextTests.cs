using Microsoft.ML.Quantization.Tool.Terminal;

namespace Microsoft.ML.Quantization.Tool.Tests.Commands;

[TestClass]
public sealed class WrappedTextTests
{
    [TestMethod]
    [DataRow("a sentence of some words", "a\nsentence\nof some\nwords")]
    [DataRow("  two in", "  two in")]
    [DataRow("  two in and on", "  two in\n  and on")]
    [DataRow("averyverylongword it", "averyverylongword\nit")]
    [DataRow("a row   of a table", "a row   of a table")]
    [DataRow("short\n\nand lines", "short\n\nand\nlines")]
    public void Sentences_BreakAtWords(string text, string wrapped) => Assert.AreEqual(wrapped, PlainText.Wrap(text, 8));

    [TestMethod]
    public void Words_AreAllThereInTheirOrder()
    {
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            string text = string.Join(' ', Enumerable.Range(0, random.Next(1, 30)).Select(_ => new string('w', random.Next(1, 12))));
            string wrapped = PlainText.Wrap(text, 12);
            Assert.AreEqual(text, wrapped.Replace('\n', ' '));
            Assert.IsTrue(wrapped.Split('\n').All(line => line.Length <= 12), wrapped);
        }
    }
}
