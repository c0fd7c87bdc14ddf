using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML.Quantization.Reporting;

namespace Microsoft.ML.Quantization.Tests.Reporting;

/// <summary>Text stands out from what is behind it by 4.5 to 1 at least (WCAG 2.2, success criterion 1.4.3), in light, dark and print.</summary>
[TestClass]
public sealed class ContrastTests
{
    private static readonly string Style = new Page(HtmlReport.Write(new ReportDocument { Title = "x" })).All("style").Single().Value;

    [TestMethod]
    [DataRow(0, "light")]
    [DataRow(1, "dark")]
    [DataRow(2, "print")]
    public void Text_StandsOut(int theme, string name)
    {
        var colours = Regex.Matches(Regex.Matches(Style, @":root \{(.*?)\}", RegexOptions.Singleline)[theme].Groups[1].Value, @"--([\w-]+): #([0-9a-f]{6})")
            .ToDictionary(match => match.Groups[1].Value, match => Luminance(match.Groups[2].Value));
        string[] onCards = ["ink", "muted", "int8", "fp32", "good", "caution", "bad"];
        (string Text, string Behind)[] pairs =
        [
            .. onCards.Select(text => (text, "card")), ("ink", "page"), ("muted", "page"), ("int8", "page"), ("on-int8", "int8"), ("ink", "int8-soft"), ("ink", "fp32-soft"),
        ];
        foreach (var (text, behind) in pairs)
        {
            double ratio = (Math.Max(colours[text], colours[behind]) + 0.05) / (Math.Min(colours[text], colours[behind]) + 0.05);
            Assert.IsGreaterThanOrEqualTo(4.5, ratio, $"{text} on {behind}, {name}");
        }
    }

    private static double Luminance(string hex)
    {
        double[] parts = [.. hex.Chunk(2).Select(part => int.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }
}
