namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>What was measured over some rows.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The share of rows predicted right, 0 to 1; <see langword="null"/> where that means nothing.</param>
/// <param name="Rows">The rows.</param>
internal readonly record struct Score(double Loss, double? Accuracy, long Rows)
{
    /// <summary>Adds up batches.</summary>
    internal sealed class Sum
    {
        private double _loss;
        private double? _hits = 0;
        private long _rows;

        public long Rows => _rows;

        public double? Hits => _hits;

        public Score Score => new(_loss / _rows, _hits / _rows, _rows);

        public void Add(double loss, double? hits, int rows)
        {
            _loss += loss * rows;
            _hits += hits;
            _rows += rows;
        }
    }
}
