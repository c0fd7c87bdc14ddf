namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>The errors of a model's outputs on rows, which it runs as they are asked for.</summary>
internal interface IRowErrors
{
    /// <summary>How many rows there are.</summary>
    int Rows { get; }

    /// <summary>Noise over signal of each part of the outputs on the first so many rows, which are spread over all.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="without">One of them that is left out; none where there is no such row.</param>
    double[] Measure(int rows, int without = -1);

    /// <summary>Gives back what running takes; it is taken again where more rows are asked for.</summary>
    void Close();
}
