# language: zh-CN
@v3 @gateway
功能: 请求签名
  依据: dev-guide3/tggw2e

  背景:
    假如 一个已开通的应用

  @GW-SIGN-01
  场景: 签名正确的查询和提交都放行
    当 调用方发出查询请求
    那么 错误码是1450007
    当 调用方发出提交请求
    那么 调用成功

  @GW-SIGN-02
  场景大纲: 真实客户端的写法都能通过：<写法>
    依据: 本项目的选择：dev-guide3/tggw2e 没有排除的写法，常见客户端都在用
    当 调用方发出查询请求，其中
      | <改动> | <内容> |
    那么 错误码是1450007

    例子:
      | 写法                 | 改动          | 内容                           |
      | Accept为JSON         | Accept        | application/json               |
      | 没有Accept           | Accept        | 缺                             |
      | 没有Content-Type     | Content-Type  | 缺                             |
      | 空的Content-Type     | Content-Type  |                                |
      | 不带空格             | Content-Type  | application/json;charset=UTF-8 |
      | 空内容的MD5          | Content-MD5   | 1B2M2Y8AsgTpgAmY7PhCfg==       |
      | 带Date               | Date          | Mon, 02 Mar 2026 01:00:00 GMT  |
      | 无关的头             | 头 X-Tsign-Open-Version-Sdk | JAVA_3.0         |
      | 参与签名的头         | 签名头 X-Tsign-Open-App-Name | 产权            |

  @GW-SIGN-03
  场景: 查询参数按键排序、不编码参与签名
    依据: dev-guide3/tggw2e
    当 调用方查询"/v3/persons/identity-info?psnIDCardType=CRED_PSN_CH_IDCARD&psnIDCardNum=330213199004123017&x="
    那么 错误码是1450008

  @GW-SIGN-04
  场景大纲: 签错的请求被拒绝：<错误>
    当 调用方发出提交请求，其中
      | <改动> | <内容> |
    那么 网关拒绝"INVALID_SIGNATURE"

    例子:
      | 错误                 | 改动            | 内容                                                                                   |
      | 别的密钥             | 签名密钥        | 0123456789abcdef0123456789abcdef                                                       |
      | 十六进制             | 签名写法        | 十六进制                                                                               |
      | 十六进制再Base64     | 签名写法        | 十六进制的Base64                                                                       |
      | 别的路径             | 签名路径        | /v3/psn-auth                                                                           |
      | 带主机的路径         | 签名路径        | http://127.0.0.1/v3/psn-auth-url                                                       |
      | 改动后的Accept       | 头 Accept       | application/json                                                                       |
      | 改动后的Content-Type | 头 Content-Type | application/json                                                                       |
      | 签名后加Date         | 头 Date         | Mon, 02 Mar 2026 01:00:00 GMT                                                          |
      | 重新序列化的MD5      | Content-MD5     | 重新序列化                                                                             |
      | 乱写的签名           | 头 X-Tsign-Open-Ca-Signature | xyz                                                                       |

  @GW-SIGN-05
  场景: 有查询参数却只签了路径
    依据: dev-guide3/tggw2e PathAndParameters
    当 调用方发出查询请求，其中
      | 请求路径 | /v3/persons/identity-info?psnAccount=13957400101 |
      | 签名路径 | /v3/persons/identity-info                        |
    那么 网关拒绝"INVALID_SIGNATURE"

  @GW-SIGN-06
  场景大纲: 时间戳在十五分钟之内放行：<偏移>
    当 调用方发出查询请求，其中
      | 时间戳偏移 | <偏移> |
    那么 错误码是1450007

    例子:
      | 偏移     |
      | -14分钟  |
      | +14分钟  |

  @GW-SIGN-07
  场景大纲: 时间戳超出十五分钟被拒绝：<情形>
    当 调用方发出查询请求，其中
      | <改动> | <内容> |
    那么 网关拒绝"INVALID_TIMESTAMP"

    例子:
      | 情形         | 改动       | 内容     |
      | 太旧         | 时间戳偏移 | -16分钟  |
      | 太新         | 时间戳偏移 | +16分钟  |
      | 秒当成毫秒   | 时间戳单位 | 秒       |
      | 不是数字     | 时间戳     | now      |

  @GW-SIGN-08 @clock
  场景: 时间戳按真实时间判断，与世界的时间无关
    依据: dev-guide3/tggw2e；本项目的选择：客户端按自己的钟签时间戳
    当 时间过去1小时
    而且 调用方发出查询请求
    那么 错误码是1450007
