package io.pharos.alert.router;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.Secret;
import io.pharos.spi.http.HttpClientConfig;
import io.pharos.spi.http.TlsConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code global} of alertmanager.yml. The router reads {@code resolve_timeout}; the
 * rest are defaults of notifiers, which read them by records of their own. Immutable.
 */
public record GlobalSection(
    @Default("5m") Duration resolveTimeout,
    @Nullable HttpClientConfig httpConfig,
    @Default("") String smtpFrom,
    @Default("") String smtpSmarthost,
    @Default("localhost") String smtpHello,
    @Default("") String smtpAuthUsername,
    @Nullable Secret smtpAuthPassword,
    @Default("") String smtpAuthPasswordFile,
    @Nullable Secret smtpAuthSecret,
    @Default("") String smtpAuthSecretFile,
    @Default("") String smtpAuthIdentity,
    @Default("true") boolean smtpRequireTls,
    @Nullable TlsConfig smtpTlsConfig,
    @Nullable Boolean smtpForceImplicitTls,
    @Nullable Secret slackApiUrl,
    @Default("") String slackApiUrlFile,
    @Nullable Secret slackAppToken,
    @Default("") String slackAppTokenFile,
    @Default("") String slackAppUrl,
    @Default("") String pagerdutyUrl,
    @Default("") String opsgenieApiUrl,
    @Nullable Secret opsgenieApiKey,
    @Default("") String opsgenieApiKeyFile,
    @Default("") String victoropsApiUrl,
    @Nullable Secret victoropsApiKey,
    @Default("") String victoropsApiKeyFile,
    @Default("") String wechatApiUrl,
    @Nullable Secret wechatApiSecret,
    @Default("") String wechatApiSecretFile,
    @Default("") String wechatApiCorpId,
    @Default("") String telegramApiUrl,
    @Nullable Secret telegramBotToken,
    @Default("") String telegramBotTokenFile,
    @Default("") String webexApiUrl,
    @Default("") String rocketchatApiUrl,
    @Nullable Secret rocketchatToken,
    @Default("") String rocketchatTokenFile,
    @Nullable Secret rocketchatTokenId,
    @Default("") String rocketchatTokenIdFile,
    @Nullable Secret mattermostWebhookUrl,
    @Default("") String mattermostWebhookUrlFile,
    @Default("") String jiraApiUrl) {}
