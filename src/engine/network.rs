//! Destinations that are decided for the whole process: the network allowlist [C6] and the admin port [C5].

use super::r#match::host_index::HostName;
use super::r#match::hosts::{HostPortPattern, HostSet, target};
use super::r#match::listen::port_of;
use super::r#match::urls::{UrlPattern, UrlSet, UrlTarget};
use super::r#match::{Listed, PatternError};
use super::resource::{Destination, Resource};

/// One entry of `server.network.allowlist`: a URL pattern, or a host pattern (without a port: every port).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutboundPattern {
    /// With a scheme.
    Url(UrlPattern),
    /// `host:port`, `*.domain`, CIDR, `unix:/path`.
    Host(HostPortPattern),
}

impl OutboundPattern {
    /// Parses an entry.
    ///
    /// # Errors
    /// When it is neither a URL nor a host.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        if text.contains("://") {
            return UrlPattern::parse(text).map(Self::Url);
        }
        HostPortPattern::parse_loose(text).map(Self::Host)
    }
}

/// `server.network.allowlist`: bounds every outbound connection, Node-RED's own included.
#[derive(Debug, Clone, Default)]
pub struct Outbound {
    urls: UrlSet,
    /// Hosts of every entry, those of URL entries too: a connection has no scheme any more.
    hosts: HostSet,
    /// Hosts of entries without a scheme: they allow every URL there.
    plain: HostSet,
}

impl Outbound {
    /// Indexes `patterns`.
    #[must_use]
    pub fn new(patterns: &[OutboundPattern]) -> Self {
        let (mut urls, mut hosts, mut plain) = (Vec::new(), Vec::new(), Vec::new());
        for pattern in patterns {
            match pattern {
                OutboundPattern::Url(url) => {
                    hosts.push(HostPortPattern { host: url.host.clone(), ports: url.rest.ports });
                    urls.push(url.clone());
                }
                OutboundPattern::Host(host) => {
                    hosts.push(host.clone());
                    plain.push(host.clone());
                }
            }
        }
        Self { urls: UrlSet::new(urls), hosts: HostSet::new(hosts), plain: HostSet::new(plain) }
    }

    /// Whether some URL of this server is listed.
    pub fn contains_origin(&self, url: &UrlTarget) -> Listed {
        self.urls.look_origin(url).or(self.plain.look(&url.host, url.port))
    }

    /// Whether the destination is listed.
    pub fn contains(&self, resource: &Resource<'_>) -> Listed {
        match resource.destination() {
            Some(Destination::Url(text)) => UrlTarget::parse(text).map_or(Listed::Malformed, |url| {
                self.urls.look(&url).or(self.plain.look(&url.host, url.port))
            }),
            Some(Destination::Host(text)) => self.hosts.contains(text),
            Some(Destination::Name(text)) => self.hosts.contains_name(text),
            None => Listed::No,
        }
    }
}

/// How much of a server a connection may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OriginReach {
    /// Nothing: no connection.
    Nothing,
    /// What a list says: every request on the connection is judged.
    Listed,
    /// Every URL there.
    Everything,
}

/// Where Node-RED's own admin interface listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminEndpoint {
    port: u16,
    /// Names and addresses of this machine, beside loopback.
    names: Vec<HostName>,
}

impl AdminEndpoint {
    /// The admin interface on `port`, reachable under loopback and under these names and addresses.
    #[must_use]
    pub fn new<'a>(port: u16, names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { port, names: names.into_iter().filter_map(HostName::parse).collect() }
    }

    /// Whether the destination is this interface, or somebody would listen on its port: whatever the address, people and programs that ask for it there
    /// take who answers for Node-RED.
    #[must_use]
    pub fn is_target(&self, resource: &Resource<'_>) -> bool {
        if let Resource::Listen(text) = resource {
            return self.port != 0 && port_of(text) == Some(self.port);
        }
        let found = match resource.destination() {
            Some(Destination::Url(text)) => UrlTarget::parse(text).map(|url| (url.host, url.port)),
            Some(Destination::Host(text)) => target(text),
            Some(Destination::Name(_)) | None => None,
        };
        found.is_some_and(|(host, port)| port == self.port && (host.is_local() || self.names.contains(&host)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_entry_bounds_urls_by_path_and_connections_by_host() {
        let list = Outbound::new(
            &["https://api.example.com/v1", "mqtt.example.com:1883", "10.0.0.0/8", "plain.example"]
                .map(|t| OutboundPattern::parse(t).unwrap()),
        );
        for resource in [
            Resource::Url("https://api.example.com/v1/x"),
            Resource::Host("api.example.com:443"),
            Resource::Host("mqtt.example.com:1883"),
            Resource::Url("http://10.1.1.1/x"),
            Resource::Url("http://plain.example:81/x"),
            Resource::DnsName("api.example.com"),
        ] {
            assert_ne!(list.contains(&resource), Listed::No, "{resource:?}");
        }
        for resource in [
            Resource::Url("https://api.example.com/v2"),
            Resource::Url("http://api.example.com/v1"),
            Resource::Host("api.example.com:80"),
            Resource::Host("mqtt.example.com:1884"),
            Resource::DnsName("evil.example"),
            Resource::Nothing,
        ] {
            assert_eq!(list.contains(&resource), Listed::No, "{resource:?}");
        }
    }

    #[test]
    fn the_admin_port_is_recognised_under_every_local_name() {
        let admin = AdminEndpoint::new(1880, ["192.168.1.5", "plant.example"]);
        for text in [
            "http://localhost:1880/flows",
            "http://127.1:1880",
            "http://[::1]:1880",
            "http://0.0.0.0:1880",
            "http://a.localhost:1880",
            "http://192.168.1.5:1880",
            "http://[::ffff:127.0.0.1]:1880",
            "http://PLANT.example.:1880",
            "http://0:1880",
        ] {
            assert!(admin.is_target(&Resource::Url(text)), "{text}");
        }
        assert!(admin.is_target(&Resource::Host("127.8.8.8:1880")));
        for text in ["http://localhost:1881", "http://example.com:1880", "http://localhost"] {
            assert!(!admin.is_target(&Resource::Url(text)), "{text}");
        }
    }
}
