namespace Microsoft.ML.Quantization.Training.Handlers;

/// <summary>Mathematical functions of one tensor, element by element.</summary>
internal static class Functions
{
    public static readonly HandlerTable Handlers = new()
    {
        { "Abs", call => call[0].abs() },
        { "Acos", call => call[0].acos() },
        { "Acosh", call => call[0].acosh() },
        { "Asin", call => call[0].asin() },
        { "Asinh", call => call[0].asinh() },
        { "Atan", call => call[0].atan() },
        { "Atanh", call => call[0].atanh() },
        { "Ceil", call => call[0].ceil() },
        { "Cos", call => call[0].cos() },
        { "Cosh", call => call[0].cosh() },
        { "Erf", call => call[0].erf() },
        { "Exp", call => call[0].exp() },
        { "Floor", call => call[0].floor() },
        { "Identity", call => call[0] },
        { "Log", call => call[0].log() },
        { "Neg", call => call[0].neg() },
        { "Reciprocal", call => call[0].reciprocal() },
        { "Round", call => call[0].round() },
        { "Sign", call => call[0].sign() },
        { "Sin", call => call[0].sin() },
        { "Sinh", call => call[0].sinh() },
        { "Sqrt", call => call[0].sqrt() },
        { "Tan", call => call[0].tan() },
    };
}
