namespace CCHC.Scoring.Analysis;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    /// <summary>The value below which a share of the distribution lies, to about 15 digits.</summary>
    /// <remarks>
    /// Algorithm AS 241, PPND16: Wichura, Applied Statistics 37 (1988) 477. Made of additions, multiplications, divisions and square roots only, which
    /// IEEE 754 fixes to the last bit: the logarithm is our own too, for that of the platform differs from one to the next.
    /// </remarks>
    /// <param name="share">Between 0 and 1, neither of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is 0, 1 or outside, or not a number.</exception>
    public static double Quantile(double share)
    {
        var q = share - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - (q * q);
            return q
                * ((((((((((((((2509.0809287301226727 * r) + 33430.575583588128105) * r) + 67265.770927008700853) * r) + 45921.953931549871457) * r)
                    + 13731.693765509461125) * r) + 1971.5909503065514427) * r) + 133.14166789178437745) * r) + 3.387132872796366608)
                / ((((((((((((((5226.495278852545925 * r) + 28729.085735721942674) * r) + 39307.89580009271061) * r) + 21213.794301586595867) * r)
                    + 5394.1960214247511077) * r) + 687.1870074920579083) * r) + 42.313330701600911252) * r) + 1);
        }

        return share is > 0 and < 1 ? Math.CopySign(Tail(q < 0 ? share : 1 - share), q) : throw new ArgumentOutOfRangeException(nameof(share), share, "Must lie between 0 and 1.");
    }

    private static double Tail(double share)
    {
        var root = Math.Sqrt(-Logarithm(share));
        if (root <= 5)
        {
            var r = root - 1.6;
            return ((((((((((((((7.7454501427834140764e-4 * r) + 0.0227238449892691845833) * r) + 0.24178072517745061177) * r) + 1.27045825245236838258) * r)
                    + 3.64784832476320460504) * r) + 5.7694972214606914055) * r) + 4.6303378461565452959) * r) + 1.42343711074968357734)
                / ((((((((((((((1.05075007164441684324e-9 * r) + 5.475938084995344946e-4) * r) + 0.0151986665636164571966) * r) + 0.14810397642748007459) * r)
                    + 0.68976733498510000455) * r) + 1.6763848301838038494) * r) + 2.05319162663775882187) * r) + 1);
        }

        var s = root - 5;
        return ((((((((((((((2.01033439929228813265e-7 * s) + 2.71155556874348757815e-5) * s) + 0.0012426609473880784386) * s) + 0.026532189526576123093) * s)
                + 0.29656057182850489123) * s) + 1.7848265399172913358) * s) + 5.4637849111641143699) * s) + 6.6579046435011037772)
            / ((((((((((((((2.04426310338993978564e-15 * s) + 1.4215117583164458887e-7) * s) + 1.8463183175100546818e-5) * s) + 7.868691311456132591e-4) * s)
                + 0.0148753612908506148525) * s) + 0.13692988092273580531) * s) + 0.59983220655588793769) * s) + 1);
    }

    // ln(m · 2^e) = e ln 2 + 2 artanh((m − 1) / (m + 1)), m from √½ to √2: the series has done after ten terms.
    private static double Logarithm(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0xF_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        var s = (mantissa - 1) / (mantissa + 1);
        var z = s * s;
        var sum = 1.0 / 21;
        for (var odd = 19; odd >= 1; odd -= 2)
        {
            sum = (sum * z) + (1.0 / odd);
        }

        return (exponent * 0.693147180559945309) + (2 * s * sum);
    }
}
