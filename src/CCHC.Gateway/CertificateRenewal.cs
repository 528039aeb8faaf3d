namespace CCHC.Gateway;

/// <summary>Looks whether the files have changed: whoever renews them need not know of the gateway, and nobody is disconnected.</summary>
public sealed class CertificateRenewal(CertificateFiles files, TimeSpan lookEvery, ILogger<CertificateRenewal> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(lookEvery);
        string? told = null;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (files.Renew())
                {
                    told = null;
                    logger.LogInformation("A new certificate is served, valid until {Until}", files.Current.TargetCertificate.NotAfter);
                }
            }
            catch (Exception exception) when (CertificateFiles.IsBroken(exception) && exception.Message == told)
            {
                // As before.
            }
            catch (Exception exception) when (CertificateFiles.IsBroken(exception))
            {
                told = exception.Message;
                logger.LogError("The new certificate is not served, the former stays (valid until {Until}): {Reason}", files.Current.TargetCertificate.NotAfter, exception.Message);
            }
        }
    }
}
